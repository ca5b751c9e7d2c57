using System.Diagnostics.Metrics;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Time;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Capture.Sensor;

public sealed class SensorWorkerTests : IAsyncDisposable
{
    private const long Start = 1_700_000_000_000_000_000;
    private const int Partitions = 3;

    private readonly RecordingBus _bus = new(Partitions);
    private readonly ManualTime _time = new();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task A_file_becomes_records_and_promises_that_hold()
    {
        using var source = new ScriptedSource(false, [.. Traffic(1200).Chunk(100)]);
        using var worker = Worker(source, new() { WatermarkPackets = 150, MaxRecordsPerMessage = 7 });
        await worker.RunAsync(CancellationToken.None);

        var messages = Flows(_bus);
        AssertPromisesHold(messages);
        for (int p = 0; p < Partitions; p++)
        {
            var mine = messages.Where(m => m.Partition == p).Select(m => m.Batch).ToList();
            Assert.Equal(new Watermark(Timestamp.MinValue, false, false), mine[0].Watermark);
            Assert.Equal(new Watermark(Timestamp.MaxValue, false, true), mine[^1].Watermark);
            Assert.True(mine.Count(b => b.Watermark is not null) > 5);
            Assert.All(mine, b => Assert.InRange(b.Records.Count, 0, 7));
            Assert.All(mine.SelectMany(b => b.Records), r => Assert.Equal(p, Partitioning.OfHost("site", r.Key.Originator, Partitions)));
        }

        Assert.Equal(1200, messages.Sum(m => m.Batch.Records.Sum(r => r.Delta.Packets)));
        Assert.Equal(worker.Records, messages.Sum(m => m.Batch.Records.Count));
        Assert.All(messages, m => Assert.Equal((new("tap1", "run-1"), new("site", "core")), (m.Batch.Stream, m.Batch.Vantage)));
        Assert.Equal(0, worker.LateRecords);
        Assert.False(await worker.StepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_ledger_balances_in_every_report_and_holds_nothing_at_the_end()
    {
        RecordedPacket[] noise = [new(Start, Ethernet(0x0806, new byte[28])), new(Start + 1, [1, 2, 3])];
        using var source = new ScriptedSource(false, [noise, .. Traffic(600).Chunk(50)]) { Losses = [new("truncated_file", 1)] };
        source.BeforeRead = _ => _time.Advance(TimeSpan.FromMilliseconds(400));
        using var worker = Worker(source);
        await worker.RunAsync(CancellationToken.None);

        var reports = Reports();
        Assert.InRange(reports.Count, 4, 8);
        Assert.All(reports.SelectMany(r => r.Ledger), row => Assert.Equal(0, row.Unaccounted));
        Assert.All(reports.SkipLast(1), r => Assert.False(r.Finished));
        var last = reports[^1];
        Assert.True(last.Finished);
        Assert.Equal(["capture", "meter", "publish"], last.Ledger.Select(r => r.Stage));
        Assert.All(last.Ledger, row => Assert.Equal((0, "tap1/run-1"), (row.Held, row.Stream)));
        Assert.Equal((603, 602), (last.Ledger[0].In, last.Ledger[0].Out));
        Assert.Equal([new LedgerLoss("truncated_file", 1)], last.Ledger[0].Dropped);
        Assert.Equal([new LedgerLoss("arp", 1), new LedgerLoss("truncated_link", 1)], last.Ledger[1].Dropped);
        Assert.Equal(worker.Records, last.Ledger[2].Out);
        Assert.Equal((602, worker.Bytes, worker.Records, 0), (last.Packets, last.Bytes, last.Records, last.LiveFlows));
        Assert.Equal("truncated_file: 1", last.Health);
    }

    [Fact]
    public async Task The_same_packets_give_the_same_records_however_they_are_batched()
    {
        var traffic = Traffic(400);
        var all = new List<List<string>>();
        foreach (int size in (int[])[1, 7, 256])
        {
            var bus = new RecordingBus(Partitions);
            using var source = new ScriptedSource(false, [.. traffic.Chunk(size)]);
            using var worker = new SensorWorker(Named(new()), source, "run-1", new(bus, _time, new HealthBoard(_time)));
            await worker.RunAsync(CancellationToken.None);
            all.Add([.. Flows(bus).OrderBy(m => m.Partition)
                .SelectMany(m => m.Batch.Records.Select(r => $"{m.Partition} {r.Id} {r.Segment} {r.Time.Nanoseconds} {r.Delta}"))]);
        }

        Assert.NotEmpty(all[0]);
        Assert.Equal(all[0], all[1]);
        Assert.Equal(all[0], all[2]);
    }

    [Fact]
    public async Task A_silent_wire_still_releases_segments_and_promises()
    {
        var packet = Traffic(1)[0];
        using var source = new ScriptedSource(true, [packet], null, null, null, null, null, null, null, null);
        source.BeforeRead = n => _time.Advance(TimeSpan.FromMilliseconds(n == 0 ? 0 : 300));
        using var worker = Worker(source);
        for (int i = 0; i < 7; i++) Assert.True(await worker.StepAsync(CancellationToken.None));

        var record = Assert.Single(Flows(_bus).SelectMany(m => m.Batch.Records));
        Assert.Equal((0, packet.Nanoseconds + 1_000_000_000), (record.Segment, record.Time.Nanoseconds));
        AssertPromisesHold(Flows(_bus));
        var promises = Flows(_bus).Where(m => m.Partition == 0 && m.Batch.Watermark is not null).Select(m => m.Batch.Watermark!.Value).ToList();
        Assert.All(promises, w => Assert.Equal((true, false), (w.Live, w.Finished)));
        Assert.Equal(7, promises.Count);
        // 1.8 s of silence, less the guard; the clock never runs ahead of it.
        Assert.InRange(promises[^1].Time.Nanoseconds, packet.Nanoseconds + 1_000_000_000, packet.Nanoseconds + 1_700_000_000);
    }

    [Fact]
    public async Task A_live_stream_that_is_stopped_is_finished_in_order()
    {
        using var stop = new CancellationTokenSource();
        using var worker = Worker(StoppingAtFive(live: true, stop));
        await worker.RunAsync(stop.Token);
        AssertPromisesHold(Flows(_bus));
        Assert.Equal(50, Flows(_bus).Sum(m => m.Batch.Records.Sum(r => r.Delta.Packets)));
        Assert.Equal(Partitions, Flows(_bus).Count(m => m.Batch.Watermark is { Finished: true, Live: true }));
        Assert.True(Reports()[^1].Finished);
    }

    [Fact]
    public async Task A_file_that_is_stopped_promises_no_end()
    {
        using var stop = new CancellationTokenSource();
        using var worker = Worker(StoppingAtFive(live: false, stop));
        await worker.RunAsync(stop.Token);
        Assert.Equal(50, worker.Packets);
        Assert.DoesNotContain(Flows(_bus), m => m.Batch.Watermark is { Finished: true });
        Assert.DoesNotContain(Reports(), r => r.Finished);
    }

    [Fact]
    public async Task A_bus_that_is_full_holds_the_sensor_back_without_loss()
    {
        var room = new TaskCompletionSource();
        _bus.Gate = async (p, _) =>
        {
            if (p.Topic == Topics.Flows && _bus.Published.Count > 10) await room.Task;
        };
        using var worker = Worker(new ScriptedSource(false, [.. Traffic(300).Chunk(20)]), new() { WatermarkPackets = 50 });
        var run = worker.RunAsync(CancellationToken.None);
        Assert.False(run.IsCompleted);
        room.SetResult();
        await run;
        Assert.Equal(300, Flows(_bus).Sum(m => m.Batch.Records.Sum(r => r.Delta.Packets)));
        AssertPromisesHold(Flows(_bus));
    }

    [Fact]
    public async Task A_source_without_packets_is_a_stream_that_begins_and_ends()
    {
        using var worker = Worker(new ScriptedSource(false));
        await worker.RunAsync(CancellationToken.None);
        Assert.Equal(2 * Partitions, Flows(_bus).Count);
        Assert.Equal([false, true], Reports().Select(r => r.Finished));
        Assert.All(Reports(), r => Assert.Empty(r.Ledger));
    }

    [Fact]
    public async Task Odd_packets_are_counted_once_for_the_metrics()
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (i, l) =>
        {
            if (i.Name == "netthreat.sensor.anomalies") l.EnableMeasurementEvents(i);
        };
        listener.SetMeasurementEventCallback<long>((_, value, labels, _) =>
        {
            if (labels.Contains(new("anomaly", "tcp_syn_fin")) && labels.Contains(new("sensor", "tap1"))) Interlocked.Add(ref counted, value);
        });
        listener.Start();
        var odd = new RecordedPacket(Start, Ethernet(0x0800, IPv4(6, Tcp(1024, 80, 0x03, []), "10.0.0.1", "192.0.2.1")));
        // Reports come with every read: each tells only what is new.
        using var source = new ScriptedSource(false, [odd], [odd, odd], Traffic(10)) { BeforeRead = _ => _time.Advance(TimeSpan.FromSeconds(10)) };
        using var worker = Worker(source);
        await worker.RunAsync(CancellationToken.None);
        Assert.Equal(3, counted);
    }

    [Fact]
    public void Options_are_refused_with_every_fault()
    {
        using var source = new ScriptedSource(false);
        var e = Assert.Throws<ArgumentException>(() => Worker(source, new() { WatermarkPackets = 0, MaxRecordsPerMessage = 0 }));
        Assert.Contains("WatermarkPackets", e.Message, StringComparison.Ordinal);
        Assert.Contains("MaxRecordsPerMessage", e.Message, StringComparison.Ordinal);
    }

    private SensorWorker Worker(ScriptedSource source, SensorOptions? options = null) =>
        new(Named(options ?? new()), source, "run-1", new(_bus, _time, new HealthBoard(_time)));

    private static SensorOptions Named(SensorOptions options) => options with { Sensor = "tap1", Site = "site", ObservationPoint = "core" };

    private static ScriptedSource StoppingAtFive(bool live, CancellationTokenSource stop) => new(live, [.. Traffic(100).Chunk(10)])
    {
        BeforeRead = n =>
        {
            if (n == 5) stop.Cancel();
        },
    };

    /// <summary>Clients and servers exchange TCP and UDP packets, 0.3 s of event time apart.</summary>
    private static RecordedPacket[] Traffic(int packets)
    {
        var random = new Random(42);
        return [.. Enumerable.Range(0, packets).Select(i =>
        {
            string client = $"10.0.0.{random.Next(1, 60)}", server = $"192.0.2.{random.Next(1, 9)}";
            bool back = random.Next(2) == 0, udp = random.Next(2) == 0;
            ushort high = (ushort)(40000 + random.Next(20)), low = (ushort)(udp ? 53 : 80);
            var (from, to) = back ? (low, high) : (high, low);
            var datagram = IPv4(udp ? (byte)17 : (byte)6, udp ? Udp(from, to, new byte[20]) : Tcp(from, to, 0x10, new byte[50]), back ? server : client, back ? client : server);
            return new RecordedPacket(Start + i * 300_000_000L, Ethernet(0x0800, datagram));
        })];
    }

    private static void AssertPromisesHold(List<(int Partition, FlowsBatch Batch)> messages)
    {
        Assert.Equal(Partitions, messages.Select(m => m.Partition).Distinct().Count());
        foreach (var partition in messages.GroupBy(m => m.Partition))
        {
            var promised = Timestamp.MinValue;
            bool finished = false;
            foreach (var (_, batch) in partition)
            {
                Assert.False(finished, "a message after the end");
                Assert.All(batch.Records, r => Assert.True(r.Time >= promised, $"{r.Time} after the promise of {promised}"));
                if (batch.Watermark is not { } w) continue;
                Assert.True(w.Time >= promised, "a promise taken back");
                promised = w.Time;
                finished = w.Finished;
            }
        }
    }

    private static List<(int Partition, FlowsBatch Batch)> Flows(RecordingBus bus) => [.. bus.Published.Where(p => p.Topic == Topics.Flows).Select(p =>
    {
        Assert.True(FlowsCodec.TryDecode(p.Payload, out var batch, out string? error), error);
        return (p.Partition, batch!);
    })];

    private List<SensorReport> Reports() => [.. _bus.Published.Where(p => p.Topic == Topics.Sensors).Select(p =>
    {
        Assert.True(SensorsCodec.TryDecode(p.Payload, out var report, out string? error), error);
        return report!;
    })];
}
