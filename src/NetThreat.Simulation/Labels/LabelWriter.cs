using System.Globalization;

namespace NetThreat.Simulation.Labels;

/// <summary>Writes labels as tab-separated lines under a line of column names; fields are never quoted and never hold tabs.</summary>
public static class LabelWriter
{
    public static void Write(TextWriter writer, IEnumerable<LabelRow> rows)
    {
        writer.Write(string.Join('\t', LabelRow.Columns) + "\n");
        foreach (var row in rows) writer.Write(string.Join('\t', Fields(row).Select(Plain)) + "\n");
    }

    private static string[] Fields(LabelRow row) =>
    [
        row.File, row.Activity, row.Techniques.Count == 0 ? "-" : string.Join(',', row.Techniques), row.Attacker, row.Victim, row.Protocol, row.Ports,
        row.Start.ToString("F3", CultureInfo.InvariantCulture), row.End.ToString("F3", CultureInfo.InvariantCulture),
        row.Packets.ToString(CultureInfo.InvariantCulture), row.ExpectedDetection, row.Noise, row.Basis, row.Confidence,
    ];

    private static string Plain(string field) => field.Replace('\t', ' ').ReplaceLineEndings(" ");
}
