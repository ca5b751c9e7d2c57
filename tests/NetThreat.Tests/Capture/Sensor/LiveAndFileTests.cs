using NetThreat.Capture.Files;
using NetThreat.Capture.Pacing;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Simulation;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Time;

namespace NetThreat.Tests.Capture.Sensor;

/// <summary>A capture read as a file, and played as a wire that is silent between its packets: the same records to the last bit.</summary>
public class LiveAndFileTests
{
    private static readonly StreamId s_stream = new("sensor", "run");

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public async Task Simulated_traffic_gives_the_same_records_live(double pace) => await Same(() => new Limited(new SimulatedPacketSource(Scenarios.Demo(3), Timestamp.FromSeconds(1_700_000_000)), 6000), pace);

    [Testing.DataTheory]
    [InlineData("pcaps/portscan/nmap.pcap")]
    [InlineData("pcaps/portscan/test12-icmp-portscan.pcap")]
    public async Task Recorded_traffic_gives_the_same_records_live(string file) => await Same(() => CaptureFile.Open(Testing.Data.Path(file)), 50);

    private static async Task Same(Func<IPacketSource> open, double pace)
    {
        var file = await RecordsAsync(open());
        var live = await RecordsAsync(new PacedSource(open(), pace, new ManualTime(jumpToTimers: true)));
        Assert.NotEmpty(file);
        Assert.Equal(file, live);
    }

    /// <summary>Every record as its bytes on the bus, features included, in order.</summary>
    private static async Task<IReadOnlyList<string>> RecordsAsync(IPacketSource source)
    {
        await using var bus = new RecordingBus(1);
        var time = new ManualTime();
        using var worker = new SensorWorker(new SensorOptions(), source, s_stream.Run, new SensorPorts(bus, time, new HealthBoard(time)));
        await worker.RunAsync(CancellationToken.None);
        var records = bus.Published.Where(p => p.Topic == Topics.Flows).SelectMany(p =>
        {
            Assert.True(FlowsCodec.TryDecode(p.Payload, out var batch, out string? error), error);
            return batch!.Records;
        });
        return [.. records.Select(r => Convert.ToHexString(FlowsCodec.Encode(new(new Vantage("site", "tap"), s_stream, [r], null)))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The first packets of an endless source.</summary>
    private sealed class Limited(IPacketSource inner, int packets) : IPacketSource
    {
        private int _left = packets;

        public string Name => inner.Name;

        public bool IsLive => false;

        public IReadOnlyList<LedgerLoss> Losses => [];

        public bool Read(PacketBatch batch, CancellationToken cancellation)
        {
            batch.Clear();
            if (_left <= 0 || !inner.Read(batch, cancellation)) return false;
            _left -= batch.Count;
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
