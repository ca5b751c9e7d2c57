using Google.Protobuf;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Flows;
using NetThreat.Flows.Aggregates;
using NetThreat.Tests.Core.Wire;

namespace NetThreat.Tests.Flows.Aggregates;

public class FloodAggregatorTests
{
    private const uint Victim = 0x0A000001, Scanner = 0x0A000002;
    private const byte Syn = 2, Ack = 16;
    private static readonly Vantage Vantage = new("site", "tap");

    private sealed record Result(List<FlowRecord> Records, List<AggregateRecord> Aggregates, long LeftOut);

    private static Result Run(TestTraffic traffic, int rate, int batchSize = 64, MeterOptions? options = null)
    {
        options ??= new MeterOptions();
        var records = new List<FlowRecord>();
        var aggregates = new List<AggregateRecord>();
        var latest = Timestamp.MinValue;
        int disorder = 0;
        var aggregator = new FloodAggregator(new AggregateOptions { MaxSinglesPerSecond = rate }, options.FirstSegment, Vantage, r => Keep(records, r, r.Time), a => Keep(aggregates, a, a.Time));
        using var meter = FlowMeter.OfRows(options, Vantage, aggregator.Add);
        traffic.Play(batchSize, batch =>
        {
            meter.Process(batch);
            aggregator.Advance(meter.Watermark);
        });
        meter.Finish();
        aggregator.Advance(Timestamp.MaxValue);
        Assert.Equal(aggregator.AggregatedFlows, aggregates.Sum(a => a.Flows));
        Assert.Equal(traffic.Count, records.Sum(r => r.Delta.Packets) + aggregates.Sum(a => a.Packets));
        Assert.Equal(0, disorder);
        return new(records, aggregates, aggregator.AggregatedRecords);

        void Keep<T>(List<T> to, T item, Timestamp time)
        {
            if (time < latest) disorder++;
            latest = Timestamp.Max(latest, time);
            to.Add(item);
        }
    }

    private static TestTraffic Flood(int flows)
    {
        var t = new TestTraffic();
        for (uint i = 0; i < flows; i++) t.Tcp(i * 0.001, 0x14000000 + i * 7, (ushort)(1024 + i), Victim, 443, Syn, i);
        return t;
    }

    [Fact]
    public void Beyond_the_rate_a_flood_is_one_record_a_second()
    {
        var r = Run(Flood(3000), 100);
        Assert.Equal(3, r.Aggregates.Count);
        Assert.All(r.Aggregates, a => Assert.Equal((Victim, true, 900L, 900L, 900L * 40, "S", (byte)6), (a.Host.ToV4(), a.HostIsResponder, a.Flows, a.Packets, a.Bytes, a.History, a.Protocol)));
        Assert.Equal(300, r.Records.Count(x => x.Segment == 0));
        Assert.Equal(300, r.Records.Count(x => x.Final));
        Assert.Equal(2700 * 2, r.LeftOut);
        var first = r.Aggregates[0];
        Assert.Equal((900L, AggregateRecord.MaxSample), (first.Ports![443], first.Sample.Count));
        Assert.InRange(first.Peers.Count, 800, 1000);
        Assert.Equal(3, r.Aggregates.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void Below_the_rate_everything_has_its_record()
    {
        Assert.Empty(Run(Flood(500), 500).Aggregates);
        Assert.Empty(Run(Flood(500), 0).Aggregates);
    }

    [Fact]
    public void A_scan_is_aggregated_by_its_source()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 500; i++) t.Tcp(i * 0.001, Scanner, 40000, 0x14000000 + i, 445, Syn, i);
        var a = Assert.Single(Run(t, 100).Aggregates);
        Assert.Equal((Scanner, false, 400L), (a.Host.ToV4(), a.HostIsResponder, a.Flows));
    }

    [Fact]
    public void Answered_flows_stay_and_later_packets_have_records()
    {
        var t = Flood(500);
        t.Tcp(0.6, 0x0B000001, 5000, Victim, 443, Syn, 9).Tcp(0.7, Victim, 443, 0x0B000001, 5000, Syn | Ack, 9, 10);
        t.Tcp(3, 0x14000000 + 400 * 7, 1024 + 400, Victim, 443, Syn, 400);
        var r = Run(t, 100);
        Assert.Contains(r.Records, x => x.Key.OriginatorPort == 5000 && x.Segment == 0);
        var again = r.Records.Where(x => x.Key.OriginatorPort == 1424).ToList();
        Assert.Equal([1L, 0], again.Select(x => x.Delta.Packets));
        Assert.Equal([1, 2], again.Select(x => x.Segment));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void Batches_change_nothing(int batchSize)
    {
        static string Text(Result r) => string.Join('\n', r.Records.Select(MeterRun.Describe)) + Convert.ToHexString(Encode(r.Aggregates));
        Assert.Equal(Text(Run(Flood(2000), 50)), Text(Run(Flood(2000), 50, batchSize)));
    }

    [Fact]
    public void Evicted_flows_are_aggregated_too()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 30_000; i++) t.Tcp(i * 1e-5, 0x14000000 + i, 4000, Victim, 80, Syn, i);
        var r = Run(t, 100, 256, new MeterOptions { MaxMemoryBytes = 4 << 20 });
        Assert.True(r.Records.Count < 3000, $"{r.Records.Count} records");
    }

    [Fact]
    public void Aggregates_survive_the_wire_and_mutations_do_not_throw()
    {
        var aggregates = Run(Flood(3000), 100).Aggregates;
        byte[] bytes = Encode(aggregates);
        Assert.True(FlowsCodec.TryDecode(bytes, out var batch, out string? error), error);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Encode(batch!.Aggregates)));
        Assert.Equal(Convert.ToHexString(FlowsMessage.Parser.ParseFrom(bytes).ToByteArray()), Convert.ToHexString(bytes));
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 5000; i++)
            if (FlowsCodec.TryDecode(Mutation.Of(bytes, random), out var bent, out _)) Encode(bent!.Aggregates);
            else refused++;
        Assert.InRange(refused, 100, 4999);
    }

    private static byte[] Encode(IReadOnlyList<AggregateRecord> aggregates) =>
        FlowsCodec.Encode(new FlowsBatch(Vantage, new StreamId("s", "r"), [], null) { Aggregates = aggregates });
}
