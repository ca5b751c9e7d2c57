using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>How many of our own labels nDPI contradicts, over all flows that both tools name by their payload; silence is no label.</summary>
internal sealed class NdpiLabelPeer : IPeer
{
    public string Name => "ndpi label";

    public string Unit => "flows that we name: not contradicted";

    public double Goal => 0.995;

    public long EqualFloor => 1140;

    public void Compare(PeerTally tally)
    {
        foreach (var capture in NdpiComparison.All.GroupBy(p => p.Capture))
        {
            tally.AddCapture();
            foreach (var pair in capture.Where(p => p.Service is not null))
            {
                if (pair.Agrees) tally.AddEqual();
                else if (!pair.Theirs.ByPayload) tally.AddNamed("nDPI goes by port or address there, or does not know");
                else if (NdpiReasons.Of(pair) is { } reason) tally.AddNamed(reason);
                else tally.AddWrong(pair.Capture, pair.Describe());
            }
        }
    }
}
