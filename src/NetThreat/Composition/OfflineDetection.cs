using NetThreat.Configuration;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;
using NetThreat.Detection.Scoring;
using NetThreat.Messaging;

namespace NetThreat.Composition;

/// <summary>Detection and correlation over given records: what a prefix of a capture's records comes to.</summary>
internal static class OfflineDetection
{
    private const int RecordsPerMessage = 512;

    /// <param name="records">Of one stream, in order of event time.</param>
    /// <param name="count">How many of them, from the start.</param>
    public static async Task<IReadOnlyList<Incident>> RunAsync(IReadOnlyList<StoredFlow> records, int count, NetThreatOptions options, ActiveModels models, CancellationToken cancellation)
    {
        var stores = new OfflineStores(keepRecords: false);
        await using var bus = MessagingModule.InProcess(options.Bus, TimeProvider.System);
        var ports = new WorkerPorts(bus, stores, stores, stores, new VolatileCheckpoints(), new HealthBoard(TimeProvider.System), TimeProvider.System);
        await using var stages = new DetectionStages(ports, options.Detection, models);
        await stages.RunUntilIdleAsync(cancellation);
        if (count == 0) return [];
        for (int from = 0; from < count; from += RecordsPerMessage)
        {
            await bus.PublishAsync([.. Messages(records, from, Math.Min(count, from + RecordsPerMessage), from + RecordsPerMessage >= count, bus.PartitionCount(Topics.Flows))], cancellation);
            await stages.RunUntilIdleAsync(cancellation);
        }
        return stores.Incidents;
    }

    private static IEnumerable<Publication> Messages(IReadOnlyList<StoredFlow> records, int from, int to, bool last, int partitions)
    {
        var first = records[from];
        var watermark = new Watermark(last ? Timestamp.MaxValue : first.Record.Time, false, last);
        for (int p = 0; p < partitions; p++)
        {
            var mine = new List<Core.Flows.FlowRecord>();
            for (int i = from; i < to; i++)
                if (Partitioning.OfHost(records[i].Vantage.Site, records[i].Record.Key.Originator, partitions) == p) mine.Add(records[i].Record);
            yield return new(Topics.Flows, p, FlowsCodec.Encode(new FlowsBatch(first.Vantage, first.Stream, mine, watermark)));
        }
    }
}
