using System.Globalization;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>The table of all peers as a command; the same code runs as tests.</summary>
internal static class ConformanceProgram
{
    /// <returns>0 when every goal is met, 1 when one is missed, 2 for usage.</returns>
    public static int Run(string[] args)
    {
        int wrong = 0;
        List<string> names = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--wrong" && i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out wrong)) i++;
            else if (args[i].StartsWith('-')) return Usage();
            else names.Add(args[i]);
        }

        if (Data.Root is null)
        {
            Console.Error.WriteLine("conformance: no data folder: set NETTHREAT_DATA to the folder that holds peers/");
            return 1;
        }

        return Print([.. PeerTable.All.Where(p => names.Count == 0 || names.Exists(n => p.Name.Contains(n, StringComparison.OrdinalIgnoreCase)))], wrong);
    }

    private static int Print(IReadOnlyList<IPeer> peers, int wrong)
    {
        if (peers.Count == 0) return Usage();
        bool met = true;
        Console.WriteLine(ConformanceTable.Header);
        foreach (var peer in peers)
        {
            var tally = new PeerTally();
            peer.Compare(tally);
            Console.WriteLine(ConformanceTable.Row(peer, tally));
            foreach (string line in ConformanceTable.Reasons(tally).Concat(ConformanceTable.Wrong(tally, wrong))) Console.WriteLine(line);
            met &= tally.Meets(peer);
        }

        return met ? 0 : 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: conformance [--wrong N] [PEER...]   compare with other tools' outputs; print up to N differences of each");
        Console.Error.WriteLine("peers: " + string.Join(", ", PeerTable.All.Select(p => p.Name)));
        return 2;
    }
}
