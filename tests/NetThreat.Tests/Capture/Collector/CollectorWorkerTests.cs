using System.Net;
using System.Net.Sockets;
using NetThreat.Capture.Collector;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Tests.Core.Wire;
using static NetThreat.Tests.Capture.Collector.ExportBytes;

namespace NetThreat.Tests.Capture.Collector;

public sealed class CollectorWorkerTests : IAsyncDisposable
{
    private const int Partitions = 3;

    private readonly RecordingBus _bus = new(Partitions);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Datagrams_on_sockets_become_records_promises_and_a_balanced_ledger()
    {
        var options = new CollectorOptions { Listen = "127.0.0.1", Ports = [0, 0], PairingWindow = TimeSpan.Zero, WatermarkInterval = TimeSpan.FromMilliseconds(1), ReportInterval = TimeSpan.FromMilliseconds(1) };
        var source = new UdpDatagramSource(options, TimeProvider.System);
        using var worker = new CollectorWorker(options, source, "run-1", new(_bus, TimeProvider.System, new HealthBoard(TimeProvider.System)), null);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => worker.RunAsync(stop.Token));
        using (var exporter = new UdpClient())
        {
            for (uint i = 0; i < 20; i++)
            {
                byte[] packet = NetFlow5(i, [new("10.0.0.1", "10.0.0.2", (ushort)(1000 + i), 80, 10, 1_000)], time: (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
                await exporter.SendAsync(packet, new IPEndPoint(IPAddress.Loopback, source.Ports[(int)(i % 2)]));
            }

            await exporter.SendAsync("noise"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, source.Ports[0]));
        }

        Assert.True(SpinWait.SpinUntil(() => worker.Datagrams >= 21, TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();
        await running;

        var batches = Messages();
        Assert.Equal(20, batches.Sum(b => b.Records.Count));
        Assert.All(batches.SelectMany(b => b.Records), r => Assert.Equal(("127.0.0.1", 10), (r.Foreign!.Exporter.ToString(), r.Total.Originator.Packets)));
        Assert.Equal(Partitions, batches.Count(b => b.Watermark == new Watermark(Timestamp.MaxValue, true, true)));
        var last = Reports()[^1];
        Assert.Equal(["receive", "template", "collect", "publish"], last.Ledger.Select(r => r.Stage));
        Assert.All(Reports().SelectMany(r => r.Ledger), r => Assert.Equal(0, r.Unaccounted));
        Assert.Equal((21, 20, true), (last.Ledger[0].In, last.Ledger[2].Out, last.Finished));
    }

    [Fact]
    public void A_taken_port_is_said_in_a_line()
    {
        var options = new CollectorOptions { Listen = "127.0.0.1", Ports = [0] };
        using var first = new UdpDatagramSource(options, TimeProvider.System);
        var e = Assert.Throws<NetThreat.Core.Packets.CaptureException>(() => new UdpDatagramSource(options with { Ports = first.Ports }, TimeProvider.System));
        Assert.Contains($"UDP port {first.Ports[0]}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_record_survives_the_wire()
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, [new("10.0.0.1", "10.0.0.2", 40_000, 80, 10, 1_000), new("10.0.0.2", "10.0.0.1", 80, 40_000, 9, 9_000)], sampling: 8)).Finish();
        var batch = new FlowsBatch(new("s", "o"), new("c", "r"), c.Records, null);
        Assert.True(FlowsCodec.TryDecode(FlowsCodec.Encode(batch), out var back, out string? error), error);
        SameFlow.Assert(c.Records[0], back!.Records[0]);
        Assert.Equal(c.Records[0].Foreign, back.Records[0].Foreign);
    }

    private List<FlowsBatch> Messages() => [.. _bus.Published.Where(p => p.Topic == Topics.Flows).Select(p =>
    {
        Assert.True(FlowsCodec.TryDecode(p.Payload, out var batch, out string? error), error);
        return batch!;
    })];

    private List<SensorReport> Reports() => [.. _bus.Published.Where(p => p.Topic == Topics.Sensors).Select(p =>
    {
        Assert.True(SensorsCodec.TryDecode(p.Payload, out var report, out string? error), error);
        return report!;
    })];
}
