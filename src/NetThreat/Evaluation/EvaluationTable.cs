using System.Globalization;

namespace NetThreat.Evaluation;

/// <summary>An evaluation as text for people.</summary>
internal static class EvaluationTable
{
    public static void Write(TextWriter writer, EvaluationReport report)
    {
        Table(writer, ["capture", "activity", "attacker", "result", "time to detect", "incident"], report.Captures.SelectMany(c => c.Activities.Select(a => new[]
        {
            c.File, a.Activity.Row.Activity, Short(a.Activity.Row.Attacker), a.Incident is null ? "missed" : "found", Seconds(a.TimeToDetect), a.Incident?.Title ?? "",
        })));
        Table(writer, ["activity", "found", "labelled", "median time to detect"], report.Classes
            .Select(c => new[] { c.Activity, Number(c.Found), Number(c.Labelled), Seconds(c.MedianTimeToDetect) })
            .Append(["all", Number(report.Found), Number(report.Labelled), ""]));
        Table(writer, ["capture", "packets", "benign hours", "false incidents"], report.Captures
            .Select(c => new[] { c.File, Number(c.Packets), Hours(c.BenignHours), Number(c.FalseIncidents.Count) })
            .Append(["all", Number(report.Captures.Sum(c => c.Packets)), Hours(report.BenignHours), Number(report.FalseIncidents)]));
        if (report.FalseIncidents > 0)
            Table(writer, ["false incident in", "opened at", "title"], report.Captures.SelectMany(c => c.FalseIncidents.Select(i =>
                new[] { c.File, Seconds(i.Opened - c.Start), i.Title })));
        string rate = report.FalsePerHour is { } r ? r.ToString("0.###", CultureInfo.InvariantCulture) : "-";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"found {report.Found} of {report.Labelled}; {report.FalseIncidents} false incidents in {report.BenignHours:0.###} benign hours: {rate} per hour"));
    }

    private static void Table(TextWriter writer, string[] header, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = header.Select((_, i) => all.Max(r => r[i].Length)).ToArray();
        foreach (var row in all) writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        writer.WriteLine();
    }

    private static string Short(string list) => list.Length <= 40 ? list : list[..39] + "…";

    private static string Number(long n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Hours(double hours) => hours.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan? time) => time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalSeconds:0.00} s") : "";
}
