using System.Globalization;
using System.Text;

namespace NetThreat.Testing.Conformance;

/// <summary>The comparison with every peer as a table for people.</summary>
public static class ConformanceTable
{
    private static readonly CompositeFormat Layout = CompositeFormat.Parse("{0,-22} {1,8} {2,8} {3,8} {4,8} {5,7} {6,9} {7,7}  {8}");

    public static string Header { get; } = string.Format(
        CultureInfo.InvariantCulture, Layout, "peer", "captures", "compared", "equal", "named", "wrong", "share", "goal", "unit");

    public static string Row(IPeer peer, PeerTally tally) => string.Format(
        CultureInfo.InvariantCulture, Layout, peer.Name, tally.Captures, tally.Compared, tally.Equal, tally.Named, tally.Wrong,
        tally.Share.ToString("P2", CultureInfo.InvariantCulture), peer.Goal.ToString("0.0##", CultureInfo.InvariantCulture),
        peer.Unit + (tally.Meets(peer) ? "" : "  GOAL MISSED"));

    /// <summary>The reasons, indented, below a row.</summary>
    public static IEnumerable<string> Reasons(PeerTally tally)
    {
        foreach (var (reason, count) in tally.Reasons) yield return string.Create(CultureInfo.InvariantCulture, $"    {count,6} {reason}");
        foreach (var (reason, count) in tally.LeftOut) yield return string.Create(CultureInfo.InvariantCulture, $"    {count,6} captures left out: {reason}");
    }

    /// <summary>The worklist, indented, below a row.</summary>
    public static IEnumerable<string> Wrong(PeerTally tally, int limit) => tally.WrongLines.Take(limit).Select(l => "    wrong " + l);
}
