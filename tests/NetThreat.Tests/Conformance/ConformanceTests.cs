using NetThreat.Testing;
using NetThreat.Testing.Conformance;
using Xunit.Abstractions;

namespace NetThreat.Tests.Conformance;

/// <summary>The goals of the comparison with other tools' published outputs.</summary>
public class ConformanceTests(ITestOutputHelper output)
{
    public static TheoryData<string> Peers => new(PeerTable.All.Select(p => p.Name));

    [DataTheory]
    [MemberData(nameof(Peers))]
    public void The_goal_is_met(string name)
    {
        var peer = PeerTable.All.Single(p => p.Name == name);
        var tally = new PeerTally();
        peer.Compare(tally);
        output.WriteLine(ConformanceTable.Header);
        output.WriteLine(ConformanceTable.Row(peer, tally));
        foreach (string line in ConformanceTable.Reasons(tally).Concat(ConformanceTable.Wrong(tally, 100))) output.WriteLine(line);
        Assert.True(tally.Captures > 0, "nothing was compared");
        Assert.True(tally.Share >= peer.Goal, $"{tally.Share:P2} equal, the goal is {peer.Goal:P1}");
        Assert.True(tally.Equal >= peer.EqualFloor, $"{tally.Equal} equal, {peer.EqualFloor} were reached before");
    }
}
