using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// The fields of ipfixprobe's flows that are ours too: addresses, ports, protocol, packets and IP bytes of both directions, first and last
/// time, VLAN, what TLS said. Its rules: 30 s idle, ICMP without its types, and a plugin may end a flow at each message.
/// </summary>
internal sealed class IpfixprobePeer : IPeer
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly MeterOptions Options = new() { TcpIdleTimeout = Idle, UdpIdleTimeout = Idle, IcmpIdleTimeout = Idle, OtherIdleTimeout = Idle };

    /// <summary>Outputs of captures with another name.</summary>
    private static readonly Dictionary<string, string> Captures = new(StringComparer.Ordinal)
    {
        ["basic"] = "mixed",
        ["basicplus"] = "http",
        ["nettisa"] = "mixed",
        ["passivedns"] = "dns",
        ["phists"] = "mixed",
        ["pstats"] = "mixed",
        ["quic"] = "quic_initial-sample",
        ["ssadetector"] = "ovpn",
    };

    public string Name => "ipfixprobe";

    public string Unit => "fields";

    public double Goal => 0.99;

    public long EqualFloor => 3948;

    public void Compare(PeerTally tally)
    {
        foreach (string output in Directory.EnumerateFiles(Data.Path("peers/ipfixprobe/outputs")).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(output), capture = Data.Path($"peers/ipfixprobe/inputs/{Captures.GetValueOrDefault(name, name)}.pcap");
            if (!File.Exists(capture)) continue;
            tally.AddCapture();
            var flows = Ours(capture);
            foreach (var row in IpfixprobeRow.Read(output)) Match(name, row, flows, tally);
        }
    }

    private static void Match(string name, IpfixprobeRow row, List<JoinedFlow> flows, PeerTally tally)
    {
        var same = flows.Where(f => row.IsTupleOf(f)).ToList();
        var flow = same.Find(f => row.Wrong(f).Count == 0) ?? same.Find(f => row.Begins(f)) ?? same.Find(f => row.LiesIn(f));
        if (flow is null)
        {
            tally.AddWrong(name, $"expected {row} | ours {(same.Count > 0 ? IpfixprobeRow.Describe(same[0]) : "none")}");
            return;
        }

        var wrong = row.Wrong(flow);
        tally.AddEqual(row.Fields(flow) - wrong.Count);
        if (wrong.Contains("TLS_JA4") && row.CountsGrease(flow))
        {
            wrong.Remove("TLS_JA4");
            tally.AddNamed("JA4 counts GREASE extensions there, the definition leaves them out");
        }

        if (wrong.Count == 0) return;
        if (row.IsPart(flow)) tally.AddNamed("a plugin ends a flow at a message there", wrong.Count);
        else foreach (string field in wrong) tally.AddWrong(name, $"{field}: expected {row} | ours {IpfixprobeRow.Describe(flow)}");
    }

    private static List<JoinedFlow> Ours(string capture)
    {
        var flows = CaptureFlows.Of(capture, Options);
        return FlowJoin.ByIdle(flows, new FrameBytes(capture, flows), _ => Idle, FlowJoin.WithoutIcmpTypes);
    }
}
