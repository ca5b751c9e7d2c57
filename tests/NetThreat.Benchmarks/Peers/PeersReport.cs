using System.Globalization;
using System.Text.Json;

namespace NetThreat.Benchmarks.Peers;

/// <summary>The comparison as tables for people or as JSON.</summary>
internal static class PeersReport
{
    public static void WriteTable(TextWriter writer, IReadOnlyDictionary<string, long> packets, IReadOnlyList<PeerResult> results)
    {
        writer.WriteLine($"{"input",-8}{"program",-28}{"CPU s",9}{"wall s",9}{"ns/packet",11}{"peak MB",9}");
        foreach (var r in results)
        {
            string cost = r.Cost is { } c ? Text($"{c.CpuSeconds,9:0.00}{c.WallSeconds,9:0.00}{c.CpuSeconds * 1e9 / packets[r.Input],11:0}{c.PeakBytes / 1e6,9:0}") : "  " + r.Reason;
            writer.WriteLine($"{r.Input,-8}{r.Program,-28}{cost}");
        }

        writer.WriteLine();
        writer.WriteLine($"{"input",-8}{"ratio of",-28}{"beside",-22}{"seconds",-8}{"goal",7}{"is",7}");
        foreach (var g in PeerGoal.All)
        {
            double ratio = g.Ratio(results);
            string verdict = double.IsNaN(ratio) ? "not measured" : ratio <= g.Most ? "met" : "missed";
            writer.WriteLine(Text($"{g.Input,-8}{g.Of,-28}{g.Beside,-22}{(g.Wall ? "wall" : "CPU"),-8}{g.Most,7:0.00}{ratio,7:0.00}  {verdict}"));
        }
    }

    public static void WriteJson(Stream stream, IReadOnlyDictionary<string, long> packets, IReadOnlyList<PeerResult> results)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("runs");
        foreach (var r in results)
        {
            json.WriteStartObject();
            json.WriteString("input", r.Input);
            json.WriteNumber("packets", packets[r.Input]);
            json.WriteString("program", r.Program);
            if (r.Cost is { } c)
            {
                json.WriteNumber("cpu_seconds", c.CpuSeconds);
                json.WriteNumber("wall_seconds", c.WallSeconds);
                json.WriteNumber("peak_bytes", c.PeakBytes);
            }
            else
            {
                json.WriteString("skipped", r.Reason);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("goals");
        foreach (var g in PeerGoal.All) Goal(json, g, g.Ratio(results));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Goal(Utf8JsonWriter json, PeerGoal g, double ratio)
    {
        json.WriteStartObject();
        json.WriteString("input", g.Input);
        json.WriteString("of", g.Of);
        json.WriteString("beside", g.Beside);
        json.WriteString("seconds", g.Wall ? "wall" : "cpu");
        json.WriteNumber("goal", g.Most);
        if (double.IsNaN(ratio)) json.WriteNull("ratio");
        else json.WriteNumber("ratio", ratio);
        json.WriteEndObject();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
