using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Evaluation;
using NetThreat.Learning.Inputs;
using NetThreat.Simulation;
using NetThreat.Simulation.Labels;

namespace NetThreat.Tests.Models;

public class FlowLabelsTests
{
    private static readonly Timestamp First = Timestamp.FromSeconds(1_000_000);

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", 80, 12, 13, "scan")]
    [InlineData("10.0.0.2", "10.0.0.1", 80, 12, 13, "scan")]
    [InlineData("10.0.0.1", "10.0.0.2", 80, 5, 10, "scan")]
    [InlineData("10.0.0.1", "10.0.0.2", 80, 20, 25, "scan")]
    [InlineData("10.0.0.1", "10.0.0.2", 80, 5, 9, "benign")]
    [InlineData("10.0.0.1", "10.0.0.2", 80, 21, 25, "benign")]
    [InlineData("10.0.0.1", "10.0.0.3", 80, 12, 13, "benign")]
    [InlineData("10.0.0.9", "10.0.0.5", 443, 12, 13, "flood")]
    [InlineData("10.0.0.9", "10.0.0.5", 8443, 12, 13, "benign")]
    [InlineData("10.0.0.5", "10.0.0.9", 443, 12, 13, "benign")]
    public void A_flow_is_what_it_joins_in_time_and_parties(string from, string to, int port, int start, int end, string label)
    {
        LabelledActivity scan = Activity("scan", "10.0.0.1", "10.0.0.2", "1-1024"), flood = Activity("flood", "many-spoofed:9", "10.0.0.5", "443");

        Assert.Equal(label, new FlowLabels([scan, flood]).Of(Flow(from, to, (ushort)port, start, end), First));
    }

    [Fact]
    public void In_simulated_traffic_the_flood_is_told_from_the_customers_of_its_victim()
    {
        var flows = new SimulatedInput(Scenarios.Demo(1) with { Duration = TimeSpan.FromSeconds(33) }).Read(CancellationToken.None).ToList();
        var flood = flows.Where(f => f.Label == "syn_flood").ToList();
        var victim = flood[0].Record.Key.Responder;

        Assert.True(flood.Count > 2_000);
        Assert.All(flood, f => Assert.True(f.Record.Total.Originator.Packets <= 2 && f.Record.Features is not null));
        Assert.Contains(flows, f => f.Label == "benign" && f.Record.Key.Responder == victim && f.Record.Total.Responder.Packets > 4);
        Assert.Contains(flows, f => f.Label == "port_scan_vertical");
    }

    private static LabelledActivity Activity(string name, string attacker, string victim, string ports)
    {
        var row = new LabelRow("a.pcap", name, ["T1046"], attacker, victim, "tcp", ports, 10, 20, 1, "", "", "", "high");
        return new(row, 2, Address.TryParse(attacker, out var a) ? new HashSet<Address> { a } : [], new HashSet<Address> { Address.Parse(victim) });
    }

    private static FlowRecord Flow(string from, string to, ushort port, int start, int end) => new()
    {
        Id = default,
        Key = new(Address.Parse(from), Address.Parse(to), 40_000, port, IpProtocol.Tcp),
        Segment = 0,
        Final = true,
        EndReason = default,
        Start = First + TimeSpan.FromSeconds(start),
        End = First + TimeSpan.FromSeconds(end),
        Time = First + TimeSpan.FromSeconds(end),
        Delta = default!,
        Total = default!,
        State = default,
        History = "",
    };
}
