using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>How many of the flows whose protocol nDPI knows, and we claim to know, we name alike; silence counts as a difference.</summary>
internal sealed class NdpiPeer : IPeer
{
    public string Name => "ndpi protocol";

    public string Unit => "flows: application protocol";

    public double Goal => 0.95;

    public long EqualFloor => 1140;

    public void Compare(PeerTally tally)
    {
        foreach (var pair in NdpiComparison.All.GroupBy(p => p.Capture).SelectMany(g => Enter(g, tally)))
        {
            if (!pair.Claimed) continue;
            if (pair.Agrees) tally.AddEqual();
            else if (!pair.Theirs.ByPayload) tally.AddNamed("nDPI goes by port or address there, the payload says nothing or something else");
            else if (NdpiReasons.Of(pair) is { } reason) tally.AddNamed(reason);
            else tally.AddWrong(pair.Capture, pair.Describe());
        }
    }

    private static IEnumerable<NdpiPair> Enter(IEnumerable<NdpiPair> pairs, PeerTally tally)
    {
        tally.AddCapture();
        return pairs;
    }
}
