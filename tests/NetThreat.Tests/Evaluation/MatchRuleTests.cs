using NetThreat.Core.Findings;
using NetThreat.Core.Incidents;
using NetThreat.Evaluation;

namespace NetThreat.Tests.Evaluation;

/// <summary>One test or more for every clause of the rule in docs/evaluation.md.</summary>
public class MatchRuleTests
{
    [Fact]
    public void An_incident_of_the_right_time_technique_and_parties_matches() => Assert.True(Matches(Sample.Label(), Sample.Incident()));

    [Theory]
    [InlineData(0, 99.9, false)]
    [InlineData(0, 100, true)]
    [InlineData(150, 160, true)]
    [InlineData(0, 9999, true)]
    [InlineData(500, 600, true)]
    [InlineData(500.1, 600, false)]
    public void Time_overlaps_from_the_start_to_300_s_after_the_end(double first, double last, bool expected) =>
        Assert.Equal(expected, Matches(Sample.Label(), Sample.Incident(first: first, last: last)));

    [Theory]
    [InlineData("T1046", "T1046", true)]
    [InlineData("T1499.001", "T1499", true)]
    [InlineData("T1499", "T1499.001", true)]
    [InlineData("T1499.001", "T1499.002", false)]
    [InlineData("T1499.001", "T1498.001", false)]
    [InlineData("T104", "T1046", false)]
    [InlineData("T1041,T1046", "T1046", true)]
    [InlineData("T1041,T1048", "T1046", false)]
    public void One_of_the_techniques_is_named_or_its_parent_or_child(string labelled, string named, bool expected) =>
        Assert.Equal(expected, Matches(Sample.Label(technique: labelled), Sample.Incident(technique: named)));

    [Fact]
    public void The_attacker_must_be_named() => Assert.False(Matches(Sample.Label(), Sample.Incident(attackers: ["10.0.0.9"])));

    [Fact]
    public void The_victim_must_be_named() => Assert.False(Matches(Sample.Label(), Sample.Incident(victims: ["10.0.0.9"])));

    [Fact]
    public void Attacker_and_victim_are_not_interchangeable() =>
        Assert.False(Matches(Sample.Label(), Sample.Incident(attackers: ["10.0.0.2"], victims: ["10.0.0.1"])));

    [Theory]
    [InlineData("c2_beacon", true)]
    [InlineData("c2_other", true)]
    [InlineData("dns_tunnel", true)]
    [InlineData("icmp_tunnel", true)]
    [InlineData("data_exfiltration", false)]
    public void Either_order_counts_for_command_and_control_and_tunnels(string activity, bool expected) =>
        Assert.Equal(expected, Matches(Sample.Label(activity), Sample.Incident(attackers: ["10.0.0.2"], victims: ["10.0.0.1"])));

    [Fact]
    public void Either_order_still_needs_both_parties() =>
        Assert.False(Matches(Sample.Label("c2_beacon"), Sample.Incident(attackers: ["10.0.0.1"], victims: ["10.0.0.9"])));

    [Theory]
    [InlineData("many-spoofed:37623")]
    [InlineData("-")]
    public void Where_no_attacker_can_be_named_the_victim_decides(string attacker)
    {
        var label = Sample.Label("syn_flood", attacker: attacker);
        Assert.True(Matches(label, Sample.Incident(attackers: ["203.0.113.5"])));
        Assert.False(Matches(label, Sample.Incident(attackers: ["203.0.113.5"], victims: ["10.0.0.9"])));
    }

    [Fact]
    public void Of_a_list_one_is_enough_on_either_side()
    {
        var label = Sample.Label(attacker: "10.0.0.7,10.0.0.1", victim: "10.0.0.8,10.0.0.2");
        Assert.True(Matches(label, Sample.Incident()));
        Assert.False(Matches(label, Sample.Incident(victims: ["10.0.0.3"])));
    }

    [Fact]
    public void The_key_entity_is_a_party_even_where_the_sample_leaves_it_out()
    {
        Assert.True(Matches(Sample.Label(), Sample.Incident(attackers: [], key: (EntityRole.Attacker, "10.0.0.1"))));
        Assert.True(Matches(Sample.Label(), Sample.Incident(victims: [], key: (EntityRole.Victim, "10.0.0.2"))));
        Assert.True(Matches(Sample.Label(), Sample.Incident(attackers: [], victims: [], key: (EntityRole.Attacker, "10.0.0.1>10.0.0.2"))));
        Assert.False(Matches(Sample.Label(), Sample.Incident(attackers: [], key: (EntityRole.Victim, "10.0.0.1"))));
    }

    [Fact]
    public void Nothing_matches_a_benign_label() => Assert.False(Matches(Sample.Label("benign"), Sample.Incident()));

    private static bool Matches(LabelledActivity label, Incident incident) => MatchRule.Matches(label, incident, Sample.Start);
}
