using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Flows.Parallel;
using NetThreat.Flows.Records;
using NetThreat.Testing;

namespace NetThreat.Tests.Flows;

public class ParallelMeterTests
{
    private static readonly Vantage Vantage = new("s", "o");

    [DataTheory]
    [InlineData("pcaps/c2")]
    [InlineData("pcaps/dos")]
    [InlineData("peers/zeek/Traces/tunnels")]
    [InlineData("peers/ndpi")]
    public void Any_number_of_workers_makes_the_same_records_in_the_same_order(string folder)
    {
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Data.Path(folder), "*", SearchOption.AllDirectories).Where(IsSmallCapture).Order(StringComparer.Ordinal).Take(30))
        {
            if (One(path) is not { } one) continue;
            compared++;
            foreach (int workers in new[] { 1, 2, 3, 4 })
            {
                var many = Many(path, workers);
                Assert.True(one.SequenceEqual(many), $"{path}: {workers} workers");
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void A_fault_of_a_worker_surfaces_where_the_meter_is_used()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 100; i++) t.Udp(i, i, 1, 2, 3);
        using var meter = new ParallelMeter(new MeterOptions(), Vantage, 2, _ => new Faulty());
        t.Play(16, meter.Process);
        Assert.Throws<InvalidDataException>(meter.Finish);
    }

    [Fact]
    public void A_meter_that_is_given_up_ends()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 60_000; i++) t.Udp(i, i, 1, 2, 3);
        var meter = new ParallelMeter(new MeterOptions(), Vantage, 3, _ => new Batch(new List<FlowRecord>()));
        t.Play(256, meter.Process);
        meter.Dispose();
        Assert.True(meter.Ledger.TotalIn == t.Count);
    }

    private static bool IsSmallCapture(string path) => Path.GetExtension(path) is ".pcap" or ".pcapng" or ".cap" or ".trace" && new FileInfo(path).Length < 4_000_000;

    private static List<string>? One(string path)
    {
        var records = new List<FlowRecord>();
        using var meter = new FlowMeter(new MeterOptions(), Vantage, records.Add);
        if (!Feed(path, meter.Process)) return null;
        meter.Finish();
        return records.ConvertAll(MeterRun.Describe);
    }

    private static List<string> Many(string path, int workers)
    {
        var records = new List<FlowRecord>();
        using var meter = new ParallelMeter(new MeterOptions { MaxMemoryBytes = 2L << 30 }, Vantage, workers, _ => new Batch(records));
        Feed(path, meter.Process);
        meter.Finish();
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, 0).Unaccounted);
        Assert.Equal(records.Count, meter.TotalRecords);
        Assert.Equal(records.Count(r => r.Final), meter.TotalFlows);
        return records.ConvertAll(MeterRun.Describe);
    }

    private static bool Feed(string path, Action<PacketBatch> process)
    {
        try
        {
            using var source = CaptureFile.Open(path);
            var batch = new PacketBatch();
            while (source.Read(batch, default)) process(batch);
            return true;
        }
        catch (CaptureException)
        {
            return false;
        }
    }

    private sealed class Batch(List<FlowRecord> all) : IRowBatch
    {
        private readonly List<FlowRecord> _records = [];

        public void Add(FlowRow row) => _records.Add(row.Record);

        public void Emit(int index) => all.Add(_records[index]);

        public void Clear() => _records.Clear();
    }

    private sealed class Faulty : IRowBatch
    {
        public void Add(FlowRow row) => throw new InvalidDataException("no");

        public void Emit(int index)
        {
        }

        public void Clear()
        {
        }
    }
}
