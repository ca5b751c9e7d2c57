using System.Globalization;

namespace NetThreat.Capture.Collector;

/// <summary>What one domain of one exporter has come to, for reports and metrics.</summary>
/// <param name="Lost">Records, or datagrams where the protocol numbers those.</param>
/// <param name="ClockOffset">Seconds to add to its times; 0 before anything is known.</param>
/// <param name="UnknownFields">Fields of records of which nothing is known.</param>
internal sealed record ExporterFigures(
    string Exporter, string Domain, string Version, long Datagrams, long Records, long OptionsRecords, long Lost, long Reordered, long Restarts,
    long Malformed, long UnknownFields, int Templates, double Sampling, double ClockOffset)
{
    public static ExporterFigures Of(ExportDomain d) => new(
        d.Key.Exporter.ToString(), d.Key.Domain.ToString(CultureInfo.InvariantCulture), DomainKey.Name(d.Key.Version), d.Datagrams, d.Records, d.OptionsRecords,
        d.Sequence.Lost, d.Sequence.Reordered, d.Restarts, d.Malformed, d.Templates.All.Sum(t => t.Records * t.Unknown.Count), d.Templates.Count, d.Sampling.Default, d.ClockOffset / 1e9);

    /// <summary>What of it people should know; empty when all is well.</summary>
    public string Trouble(TimeSpan clockTolerance)
    {
        var parts = new List<string>();
        if (Lost > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Lost} lost before they came"));
        if (Malformed > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Malformed} malformed"));
        if (Math.Abs(ClockOffset) >= clockTolerance.TotalSeconds) parts.Add(string.Create(CultureInfo.InvariantCulture, $"its clock is {Math.Abs(ClockOffset):0} s {(ClockOffset > 0 ? "behind" : "ahead")}"));
        return parts.Count == 0 ? "" : $"{Exporter}/{Domain} {Version}: {string.Join(", ", parts)}";
    }
}
