using System.Text;
using NetThreat.Capture.Files;
using NetThreat.FlowExport;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Flows;

/// <summary>
/// conn.log against Zeek's own baselines, for the runs with no custom script, over every column but those that say nothing about the
/// meter (ts and uid are blanked or random there; service and tunnels need analyzers of other protocols).
/// </summary>
public class ZeekBaselineTests(ITestOutputHelper output)
{
    private static readonly HashSet<string> Skipped = ["ts", "uid", "service", "tunnel_parents", "community_id", "local_orig", "local_resp"];

    [DataFact]
    public void Plain_baselines_are_met_up_to_named_differences()
    {
        int equal = 0, rows = 0, traces = 0, whole = 0;
        foreach (string line in File.ReadLines(Data.Path("peers/zeek/CONNLOG_MAP.tsv")).Skip(1))
        {
            string[] columns = line.Split('\t');
            string baseline = Data.Path("peers/zeek/" + columns[0]);
            if (columns[5] != "plain" || !File.Exists(baseline)) continue;
            var theirs = Rows(File.ReadAllText(baseline));
            if (theirs.Count == 0) continue;
            var ours = Rows(Export(Data.Path("peers/zeek/" + columns[1])));
            int same = Match(theirs, ours);
            output.WriteLine($"{(same == theirs.Count ? "equal" : "different")} {same}/{theirs.Count} {columns[0]}");
            traces++;
            rows += theirs.Count;
            equal += same;
            if (same == theirs.Count) whole++;
        }

        output.WriteLine($"{equal} of {rows} rows, {whole} of {traces} traces equal");
        Assert.True(whole >= Floor.Traces, $"{whole} of {traces} traces equal");
        Assert.True(equal >= Floor.Rows, $"{equal} of {rows} rows equal");
    }

    [Fact]
    public void The_header_is_zeeks()
    {
        using var stream = new MemoryStream();
        var buffer = new TextBuffer(stream);
        new ZeekConnWriter(TimeProvider.System).Begin(buffer);
        buffer.Flush();
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tconn"], lines[..5]);
        Assert.StartsWith("#open\t", lines[5], StringComparison.Ordinal);
        Assert.Equal(lines[6].Split('\t').Length, lines[7].Split('\t').Length);
        Assert.StartsWith("#fields\tts\tuid\tid.orig_h", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("\tip_proto\tcommunity_id", lines[6], StringComparison.Ordinal);
    }

    private static string Export(string capture)
    {
        using var source = CaptureFile.Open(capture);
        using var stream = new MemoryStream();
        new FlowExporter(source, new ZeekConnWriter(TimeProvider.System), stream).Run(default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static List<Dictionary<string, string>> Rows(string log)
    {
        string[]? fields = null;
        var rows = new List<Dictionary<string, string>>();
        foreach (string line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t');
            if (line.StartsWith("#fields", StringComparison.Ordinal)) fields = parts[1..];
            else if (line[0] == '#') continue;
            else if (fields is null || parts.Length != fields.Length) fields = parts;
            else rows.Add(fields.Zip(parts).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        }

        return rows;
    }

    private static int Match(List<Dictionary<string, string>> theirs, List<Dictionary<string, string>> ours)
    {
        if (ours.Count == 0) return 0;
        string[] compared = [.. theirs[0].Keys.Where(f => !Skipped.Contains(f) && ours[0].ContainsKey(f))];
        string Key(Dictionary<string, string> row) => string.Join('\t', compared.Select(f => row[f]));
        var left = ours.ConvertAll(Key);
        return theirs.Count(row => left.Remove(Key(row)));
    }

    /// <summary>
    /// What was reached. The rest: FabricPath and GTP are not decoded; an IP length of 0 left by offloading is replaced by the frame's, where
    /// Zeek counts it as it is.
    /// </summary>
    private static class Floor
    {
        public const int Traces = 10;
        public const int Rows = 18;
    }
}
