using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace NetThreat.Web.Metrics;

/// <summary>Renders all instruments in the Prometheus text format 0.0.4 when asked.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly StringBuilder _text = new(16 * 1024);
    private readonly Lock _gate = new();

    /// <summary>Set by the reader that this exporter is attached to.</summary>
    public Func<int, bool>? Collect { get; set; }

    public string Scrape()
    {
        lock (_gate)
        {
            _text.Clear();
            Collect!(Timeout.Infinite);
            return _text.ToString();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        // Samples of one name stand together under one head, whichever meters they come from.
        var families = new SortedDictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            string type = PrometheusNames.Type(metric.MetricType), name = PrometheusNames.Name(metric.Name, metric.Unit, type);
            if (!families.TryGetValue(name, out var family))
                families[name] = family = new(name, type, string.IsNullOrEmpty(metric.Description) ? metric.Name : metric.Description);
            if (family.Type == type) family.Add(metric);
        }
        foreach (var family in families.Values) family.WriteTo(_text);
        return ExportResult.Success;
    }
}
