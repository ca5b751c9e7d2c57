using NetThreat.Capture.Sensor;
using NetThreat.Configuration;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Packets;
using NetThreat.Core.Stores;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;
using NetThreat.Detection.Scoring;
using NetThreat.Messaging;

namespace NetThreat.Composition;

/// <summary>
/// The whole pipeline over one source, step by step on one thread: the same sensor, bus, codecs, detectors and correlator as a running
/// system, with nothing left to chance.
/// </summary>
internal static class OfflinePipeline
{
    /// <summary>Runs the source to its end and keeps what came of it.</summary>
    /// <exception cref="CaptureException">The source cannot be read.</exception>
    public static async Task<OfflineResult> RunAsync(IPacketSource source, string run, NetThreatOptions options, ActiveModels models, bool keepRecords, CancellationToken cancellation)
    {
        var stores = new OfflineStores(keepRecords);
        await using var bus = MessagingModule.InProcess(options.Bus, TimeProvider.System);
        await using var reports = bus.Follow(Topics.Sensors);
        var ports = new WorkerPorts(bus, stores, stores, stores, new VolatileCheckpoints(), new HealthBoard(TimeProvider.System), TimeProvider.System);
        using var sensor = new SensorWorker(options.Sensor with { Meter = options.Meter }, source, run, new SensorPorts(bus, ports.Time, ports.Health));
        await RunAsync(sensor, ports, options, models, cancellation);
        await CollectLedgerAsync(reports, stores, cancellation);
        return new OfflineResult(stores.Incidents, [.. stores.Records.OrderBy(r => r.Record.Time).ThenBy(r => r.Record.Id).ThenBy(r => r.Record.Segment)],
            stores.Ledger, sensor.Packets, sensor.EventTime);
    }

    /// <summary>Runs a sensor to its end through detection and correlation into the stores behind the ports.</summary>
    public static async Task RunAsync(SensorWorker sensor, WorkerPorts ports, NetThreatOptions options, ActiveModels models, CancellationToken cancellation)
    {
        await using var stages = new DetectionStages(ports, options.Detection, models);
        await stages.RunUntilIdleAsync(cancellation);
        while (await sensor.StepAsync(cancellation)) await stages.RunUntilIdleAsync(cancellation);
        await stages.RunUntilIdleAsync(cancellation);
    }

    private static async Task CollectLedgerAsync(IBusConsumer reports, OfflineStores stores, CancellationToken cancellation)
    {
        while (await reports.PollAsync(TimeSpan.Zero, cancellation) is { } poll && (poll.Messages.Count > 0 || poll.Assigned.Count > 0))
            foreach (var m in poll.Messages)
                if (SensorsCodec.TryDecode(m.Payload, out var report, out _)) await stores.WriteAsync(report!.Ledger, cancellation);
    }
}
