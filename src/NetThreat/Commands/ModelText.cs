using System.Globalization;
using NetThreat.Learning.Manifests;

namespace NetThreat.Commands;

/// <summary>Models as text for people.</summary>
internal static class ModelText
{
    /// <summary>The metrics, one a line.</summary>
    public static void Metrics(TextWriter writer, ModelManifest manifest)
    {
        int width = manifest.Metrics.Keys.Select(k => k.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, value) in manifest.Metrics) writer.WriteLine($"{name.PadRight(width)}  {Number(value)}");
    }

    /// <summary>Rows under a header, columns padded.</summary>
    public static void Table(TextWriter writer, string[] header, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = header.Select((_, i) => all.Max(r => r[i].Length)).ToArray();
        foreach (var row in all) writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
