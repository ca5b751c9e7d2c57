using System.Diagnostics.Metrics;

namespace NetThreat.Capture.Collector;

/// <summary>What a collector counts by exporter, for the metrics endpoint. Figures are those of the last report.</summary>
internal sealed class CollectorMetrics : IDisposable
{
    /// <summary>Exporters that are exported one by one; whoever makes up senders makes no more series.</summary>
    private const int MaxExporters = 200;

    private readonly Meter _meter = new("NetThreat.Collector");
    private volatile IReadOnlyList<ExporterFigures> _figures = [];

    public CollectorMetrics()
    {
        Counter("netthreat.collector.datagrams", "{datagram}", "Datagrams of an exporter.", f => f.Datagrams);
        Counter("netthreat.collector.records", "{record}", "Records about flows of an exporter.", f => f.Records);
        Counter("netthreat.collector.options_records", "{record}", "Records about the exporter itself.", f => f.OptionsRecords);
        Counter("netthreat.collector.lost", "{unit}", "Records (NetFlow v5, IPFIX) or datagrams (NetFlow v9, sFlow) that an exporter sent and that did not come, by its sequence numbers.", f => f.Lost);
        Counter("netthreat.collector.reordered", "{datagram}", "Datagrams that came after a later one.", f => f.Reordered);
        Counter("netthreat.collector.restarts", "{restart}", "Restarts of an exporter, by its uptime or sequence numbers.", f => f.Restarts);
        Counter("netthreat.collector.malformed", "{datagram}", "Datagrams that broke off inside.", f => f.Malformed);
        Counter("netthreat.collector.unknown_elements", "{field}", "Fields of records of which nothing is known.", f => f.UnknownFields);
        _meter.CreateObservableGauge("netthreat.collector.templates", () => Each(f => (double)f.Templates), "{template}", "Templates of an exporter.");
        _meter.CreateObservableGauge("netthreat.collector.sampling", () => Each(f => f.Sampling), "{packet}", "One of how many packets an exporter looks at.");
        _meter.CreateObservableGauge("netthreat.collector.clock_offset", () => Each(f => f.ClockOffset), "s", "How far an exporter's clock stands behind ours.");
    }

    public void Update(IEnumerable<ExporterFigures> figures) => _figures = [.. figures.Take(MaxExporters)];

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, string unit, string description, Func<ExporterFigures, long> value) =>
        _meter.CreateObservableCounter(name, () => _figures.Select(f => new Measurement<long>(value(f), Labels(f))), unit, description);

    private IEnumerable<Measurement<double>> Each(Func<ExporterFigures, double> value) => _figures.Select(f => new Measurement<double>(value(f), Labels(f)));

    private static KeyValuePair<string, object?>[] Labels(ExporterFigures f) => [new("exporter", f.Exporter), new("domain", f.Domain), new("version", f.Version)];
}
