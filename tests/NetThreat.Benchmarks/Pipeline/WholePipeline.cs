using NetThreat.Capture.Files;
using NetThreat.Capture.Sensor;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Health;
using NetThreat.Core.Stores;
using NetThreat.Core.Workers;
using NetThreat.Messaging;
using NetThreat.Storage.Sqlite;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>The product's own composition over one capture: sensor, bus, detectors, correlator.</summary>
internal static class WholePipeline
{
    private static readonly NetThreatOptions Options = new();

    /// <summary>Up to incidents, kept in memory; flows go nowhere.</summary>
    public static async Task<long> DetectAsync(string path, CancellationToken cancellation)
    {
        using var source = CaptureFile.Open(path);
        return (await OfflinePipeline.RunAsync(source, "1", Options, ScoringModels.Load(Options), keepRecords: false, cancellation)).Incidents.Count;
    }

    /// <summary>Up to flows, incidents and ledger rows in SQLite, in a folder that is deleted afterwards.</summary>
    public static async Task<long> StoreAsync(string path, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("netthreat-bench-");
        try
        {
            await using var stores = await SqliteStores.OpenAsync(Options.Store with { DataFolder = folder.FullName }, TimeProvider.System);
            await using var bus = MessagingModule.InProcess(Options.Bus, TimeProvider.System);
            WorkerPorts ports = new(
                bus, stores.FlowWriter, stores.IncidentWriter, stores.Ledger, new VolatileCheckpoints(), new HealthBoard(TimeProvider.System), TimeProvider.System);
            using var source = CaptureFile.Open(path);
            using var sensor = new SensorWorker(Options.Sensor, source, "1", new SensorPorts(bus, ports.Time, ports.Health));
            await OfflinePipeline.RunAsync(sensor, ports, Options, ScoringModels.Load(Options), cancellation);
            return await stores.IncidentReader.CountAsync(cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
