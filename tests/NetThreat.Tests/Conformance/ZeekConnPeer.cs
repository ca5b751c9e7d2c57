using NetThreat.Capture.Files;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Zeek;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;
using NetThreat.Tests.FlowExport;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// conn.log against Zeek's own baselines, for the runs with no custom script, over every column but those that say nothing about the
/// meter: ts and uid are blanked or random there. Of tunnel_parents it counts whether there are any.
/// </summary>
internal sealed class ZeekConnPeer : IPeer
{
    private static readonly HashSet<string> Skipped = ["ts", "uid", "service", "community_id", "local_orig", "local_resp"];

    public string Name => "zeek conn.log";

    public string Unit => "rows";

    public double Goal => 0.99;

    public long EqualFloor => 93;

    public void Compare(PeerTally tally)
    {
        foreach (string line in File.ReadLines(Data.Path("peers/zeek/CONNLOG_MAP.tsv")).Skip(1).Distinct(StringComparer.Ordinal))
        {
            string[] columns = line.Split('\t');
            string baseline = Data.Path("peers/zeek/" + columns[0]), trace = Data.Path("peers/zeek/" + columns[1]);
            if (columns[5] != "plain" || !File.Exists(baseline) || !File.Exists(trace)) continue;
            var theirs = ZeekLog.Rows(File.ReadAllText(baseline));
            if (theirs.Count == 0) continue;
            tally.AddCapture();
            Match(columns[0].Split('/')[1], theirs, ZeekLog.Rows(Export(trace)), new FrameBytes(trace, []).ZeroLengths, tally);
        }
    }

    private static void Match(string name, List<Dictionary<string, string>> theirs, List<Dictionary<string, string>> ours, bool zeroLengths, PeerTally tally)
    {
        string[] compared = [.. theirs[0].Keys.Where(f => !Skipped.Contains(f) && (ours.Count == 0 || ours[0].ContainsKey(f)))];
        string Key(Dictionary<string, string> row) => string.Join(' ', compared.Select(f => f == "tunnel_parents" ? row[f] is "-" or "(empty)" ? "-" : "tunnelled" : row[f]));
        var left = ours.ConvertAll(Key);
        List<string> missing = [.. theirs.Select(Key).Where(row => !left.Remove(row))];
        tally.AddEqual(theirs.Count - missing.Count);
        foreach (string row in missing)
        {
            string near = Nearest(row, left);
            if (zeroLengths && DifferOnlyIn(compared, row, near)) tally.AddNamed("an IP length of 0, left by segmentation offload, counts as 0 there and as the frame's here");
            else tally.AddWrong(name, $"expected {row} | ours {near}");
        }
    }

    /// <summary>Both rows say the same but for the bytes counted by the IP header.</summary>
    private static bool DifferOnlyIn(string[] columns, string theirs, string ours)
    {
        string[] a = theirs.Split(' '), b = ours.Split(' ');
        return a.Length == b.Length && !columns.Where((c, i) => c is not ("orig_ip_bytes" or "resp_ip_bytes") && a[i] != b[i]).Any();
    }

    /// <summary>Our row of the same addresses and ports, else of the same responder.</summary>
    private static string Nearest(string row, List<string> ours)
    {
        string[] parts = row.Split(' ');
        return ours.Find(o => o.StartsWith(string.Join(' ', parts[..5]), StringComparison.Ordinal))
            ?? ours.Find(o => o.StartsWith(string.Join(' ', parts[..1]), StringComparison.Ordinal)) ?? "none";
    }

    private static string Export(string capture)
    {
        using var source = CaptureFile.Open(capture);
        using var output = new TextOutput(new ZeekConnWriter(new ZeekTsvEncoder(TimeProvider.System)));
        new FlowExporter(source, output, ExportOptions.Default).Run(default);
        return output.Text;
    }
}
