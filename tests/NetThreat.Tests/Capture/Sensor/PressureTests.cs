using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
using NetThreat.Core.Health;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Time;
using NetThreat.Tests.Capture.Live;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Capture.Sensor;

/// <summary>A sensor that cannot keep up: what it leaves out, and how it says so.</summary>
public sealed class PressureTests : IAsyncDisposable
{
    private const long Start = 1_700_000_000_000_000_000;

    private readonly RecordingBus _bus = new(1);
    private readonly ManualTime _time = new();
    private readonly HealthBoard _health;

    public PressureTests() => _health = new(_time);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Later_packets_of_long_flows_are_left_out_and_everything_is_accounted_for()
    {
        // One bulk transfer and, in its midst, a scan whose every probe must be seen.
        var batches = Enumerable.Range(0, 40).Select(i => (RecordedPacket[])[.. Enumerable.Range(0, 20).Select(j => At(i * 25 + j, Bulk())), .. Enumerable.Range(0, 5).Select(j => At(i * 25 + 20 + j, Probe(i * 5 + j)))]).ToList();
        var fake = new FakeCapture { Fill = 0.7 };
        batches.ForEach(fake.Waiting.Enqueue);
        using var stop = new CancellationTokenSource();
        using var worker = Worker(fake);
        while (fake.Waiting.Count > 0) await worker.StepAsync(stop.Token);
        fake.Counters = new(1000, 0, 0, 0);
        await stop.CancelAsync();
        await worker.RunAsync(stop.Token);

        var flows = Flows().Where(f => f.Final).ToList();
        Assert.Equal(200, flows.Count(f => f.Key.ResponderPort != 2000));
        var bulk = Assert.Single(flows, f => f.Key.ResponderPort == 2000);
        Assert.Equal((64, true), (bulk.Total.Packets, bulk.Anomalies.HasFlag(Anomaly.Thinned)));
        Assert.All(flows.Where(f => f != bulk), f => Assert.False(f.Anomalies.HasFlag(Anomaly.Thinned)));

        var report = Reports()[^1];
        Assert.Equal((1000, true), (report.Packets, report.Finished));
        Assert.All(report.Ledger, r => Assert.Equal((0, 0), (r.Unaccounted, r.Held)));
        Assert.Equal((1000, 264), (report.Ledger[0].In, report.Ledger[0].Out));
        Assert.Equal([new LedgerLoss("shed", 736)], report.Ledger[0].Dropped);
        var bytes = Assert.Single(report.Ledger, r => r.Unit == "bytes");
        Assert.Equal((report.Bytes, 736L * Bulk().Length), (bytes.In, bytes.DroppedTotal));
        Assert.StartsWith("cannot keep up: later packets of long flows are left out (736 so far)", report.Health, StringComparison.Ordinal);
        Assert.Equal(HealthState.Degraded, _health.Read().Single(c => c.Component == "sensor/tap1").State);
    }

    [Fact]
    public async Task A_stopped_sensor_reads_what_the_capture_holds_before_it_ends()
    {
        var fake = new FakeCapture { Counters = new(30, 0, 0, 0) };
        for (int i = 0; i < 3; i++) fake.Waiting.Enqueue([.. Enumerable.Range(0, 10).Select(j => At(i * 10 + j, Probe(j)))]);
        using var stop = new CancellationTokenSource();
        using var worker = Worker(fake);
        await worker.StepAsync(stop.Token);
        await stop.CancelAsync();
        await worker.RunAsync(stop.Token);

        Assert.True(fake.Stopped);
        Assert.Equal(30, Reports()[^1].Ledger[0].In);
        Assert.True(Reports()[^1].Finished);
        Assert.Empty(Reports()[^1].Ledger[0].Dropped);
    }

    [Fact]
    public async Task A_blind_interval_shows_in_health_and_ledger_while_silence_goes_on()
    {
        var fake = new FakeCapture { Fault = "went down" };
        fake.Waiting.Enqueue([At(0, Probe(1))]);
        bool there = true;
        using var source = new InterfaceSource("tap", () => there ? fake : throw new CaptureException("'tap' is down"), new CaptureOptions(), new ManualTime(jumpToTimers: true));
        there = false;
        using var worker = new SensorWorker(new SensorOptions { Sensor = "tap1" }, source, "run-1", new(_bus, _time, _health));
        for (int i = 0; i < 30; i++)
        {
            await worker.StepAsync(default);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        var report = Reports()[^1];
        Assert.Contains("nothing is seen of it since", report.Health, StringComparison.Ordinal);
        Assert.Equal([new LedgerLoss("blind_interval", 1)], report.Ledger[0].Dropped);
        // The flow from before goes out all the same.
        Assert.Single(Flows());
    }

    private SensorWorker Worker(FakeCapture fake)
    {
        var source = new InterfaceSource("tap", () => fake, new CaptureOptions(), _time);
        return new(new SensorOptions { Sensor = "tap1" }, source, "run-1", new(_bus, _time, _health));
    }

    private static RecordedPacket At(int milliseconds, byte[] packet) => new(Start + milliseconds * 1_000_000L, packet);

    private static byte[] Bulk() => Ethernet(0x0800, IPv4(6, Tcp(1000, 2000, 0x10, new byte[1000])));

    private static byte[] Probe(int number) => Ethernet(0x0800, IPv4(6, Tcp(4000, (ushort)(10_000 + number), 0x02, []), "10.0.0.9"));

    private List<FlowRecord> Flows() => [.. _bus.Published.Where(p => p.Topic == Topics.Flows).SelectMany(p =>
    {
        Assert.True(FlowsCodec.TryDecode(p.Payload, out var batch, out string? error), error);
        return batch!.Records;
    })];

    private List<SensorReport> Reports() => [.. _bus.Published.Where(p => p.Topic == Topics.Sensors).Select(p =>
    {
        Assert.True(SensorsCodec.TryDecode(p.Payload, out var report, out string? error), error);
        return report!;
    })];
}
