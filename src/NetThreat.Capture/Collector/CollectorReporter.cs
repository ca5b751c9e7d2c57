using System.Reflection;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Capture.Collector;

/// <summary>Heartbeats of a collector with the ledger rows of its stages, the metrics of its exporters, and what people should know.</summary>
internal sealed class CollectorReporter(SensorPorts ports, CollectorOptions options, StreamId stream) : IDisposable
{
    /// <summary>Characters of a health text: any UTF-8 of it fits the wire's limit.</summary>
    private const int MaxHealth = WireLimits.MaxText / 4;

    public static readonly string Version =
        typeof(CollectorReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly CollectorMetrics _metrics = new();
    private readonly int _partition = Partitioning.OfName(stream.Sensor, ports.Bus.PartitionCount(Topics.Sensors));

    /// <summary>What is wrong, for people; empty when nothing is.</summary>
    public string Health { get; private set; } = "";

    /// <param name="trouble">What else people should know.</param>
    public async ValueTask ReportAsync(FlowCollector collector, RecordOutbox outbox, IDatagramSource source, bool finished, string? trouble, CancellationToken cancellation)
    {
        collector.CountLosses();
        foreach (var loss in source.Losses) collector.Lose(collector.Datagrams, loss.Reason, loss.Count);
        var figures = collector.Decoder.Domains.All.Select(ExporterFigures.Of).ToList();
        _metrics.Update(figures);
        Health = Words(figures, source, trouble);
        var report = new SensorReport
        {
            Site = options.Site,
            Stream = stream,
            Version = Version,
            Source = source.Name.Length <= MaxHealth ? source.Name : source.Name[..MaxHealth],
            WallTime = ports.Time.GetUtcNow(),
            EventTime = collector.Clock,
            Packets = collector.Datagrams.TotalIn,
            Bytes = collector.Bytes,
            Flows = collector.Flows,
            Records = outbox.Ledger.TotalOut,
            LiveFlows = collector.Held,
            Finished = finished,
            Health = Health,
            Ledger = Rows(collector, outbox),
        };
        await ports.Bus.PublishAsync([new(Topics.Sensors, _partition, SensorsCodec.Encode(report))], cancellation);
    }

    public void Dispose() => _metrics.Dispose();

    /// <summary>No rows before the first sign of event time, unless a loss must be told; that stands at the epoch then.</summary>
    private static LedgerRow[] Rows(FlowCollector collector, RecordOutbox outbox)
    {
        if (collector.Clock == Timestamp.MinValue && collector.Datagrams.TotalIn == 0) return [];
        var time = collector.Clock == Timestamp.MinValue ? default : collector.Clock;
        return [.. collector.Rows(time), outbox.Ledger.Snapshot(time, outbox.Held)];
    }

    private string Words(List<ExporterFigures> figures, IDatagramSource source, string? trouble)
    {
        var words = figures.Select(f => f.Trouble(options.ClockTolerance)).Where(t => t.Length > 0).ToList();
        if (trouble is not null) words.Insert(0, trouble);
        words.AddRange(source.Losses.Where(l => l.Count > 0).Select(l => $"{l.Reason}: {l.Count}"));
        string text = string.Join("; ", words);
        return text.Length <= MaxHealth ? text : text[..MaxHealth];
    }
}
