using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Sensor;
using NetThreat.Composition;
using NetThreat.Detection;
using NetThreat.Web;
using NetThreat.Web.Identity;
using NetThreat.Web.Live;
using NetThreat.Web.Metrics;

namespace NetThreat.Documentation;

/// <summary>The reference of metrics, from the instruments themselves.</summary>
internal static class MetricsPage
{
    private const string Introduction = """
        # Metrics

        `/metrics` exports these in the Prometheus text format, with the meters of the runtime, the web server and its host beside them. It answers
        signed-in users, and anybody on the same machine.

        | name | type | meaning |
        |---|---|---|
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var i in Instruments().OrderBy(i => i.Name, StringComparer.Ordinal))
            page.Append("| `").Append(PrometheusNames.Name(i.Name, i.Unit, Type(i))).Append("` | ").Append(Type(i)).Append(" | ").Append(i.Description).Append(" |\n");
        return page.ToString();
    }

    /// <summary>Makes every instrument of the product once and looks at what was made.</summary>
    private static List<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (i, _) => Add(i) };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(DetectionMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SensorMetrics).TypeHandle);
        using var ledger = new MeteredLedger(new OfflineStores(keepRecords: false));
        using var collector = new CollectorMetrics();
        using var identity = new IdentityMetrics();
        using var live = new LiveMetrics(new IncidentBroadcast(new WebOptions()));
        return found;

        void Add(Instrument instrument)
        {
            if (instrument.Meter.Name.StartsWith("NetThreat", StringComparison.Ordinal) && found.All(f => f.Name != instrument.Name)) found.Add(instrument);
        }
    }

    private static string Type(Instrument instrument) =>
        instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal) ? "counter"
        : instrument.GetType().Name.Contains("Histogram", StringComparison.Ordinal) ? "histogram" : "gauge";
}
