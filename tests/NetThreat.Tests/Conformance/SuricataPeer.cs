using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// What suricata-verify demands of flow records, as far as it names the flow by its addresses and depends on no rule: packets, bytes of
/// whole frames and community id. Tests that drop packets or bypass flows on purpose stay out.
/// </summary>
internal sealed class SuricataPeer : IPeer
{
    private static readonly string[] Compared =
        ["flow.pkts_toserver", "flow.pkts_toclient", "flow.bytes_toserver", "flow.bytes_toclient", "community_id"];

    private static readonly string[] Interfering = ["ips", "drop", "bypass", "exception", "firewall", "reject"];

    public string Name => "suricata-verify";

    public string Unit => "fields of flow records";

    public double Goal => 0.99;

    public long EqualFloor => 127;

    public void Compare(PeerTally tally)
    {
        string root = Data.Path("peers/suricata-verify");
        foreach (string test in Directory.EnumerateFiles(root, "test.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(root, Path.GetDirectoryName(test)!);
            var checks = SuricataCheck.Read(File.ReadAllLines(test)).Where(c => c.IsOneFlow && Compared.Any(c.Match.ContainsKey)).ToList();
            string? capture = Directory.EnumerateFiles(Path.GetDirectoryName(test)!, "*.pcap*").FirstOrDefault();
            if (checks.Count == 0 || capture is null) continue;
            if (Interfering.Any(w => name.Contains(w, StringComparison.Ordinal) || File.ReadAllText(test).Contains($"--simulate-{w}", StringComparison.Ordinal)))
            {
                tally.LeaveOut("packets are dropped or passed by on purpose");
                continue;
            }

            tally.AddCapture();
            var flows = Ours(capture);
            foreach (var check in checks) Match(name, check, flows, tally);
        }
    }

    private static void Match(string name, SuricataCheck check, List<JoinedFlow> flows, PeerTally tally)
    {
        var same = flows.Where(check.IsTupleOf).ToList();
        var fields = Compared.Where(check.Match.ContainsKey).ToList();
        var flow = same.Find(f => fields.TrueForAll(k => check.Match[k] == Value(f, k, check))) ?? same.FirstOrDefault();
        foreach (string field in fields)
        {
            string? ours = flow is null ? null : Value(flow, field, check);
            if (ours == check.Match[field]) tally.AddEqual();
            else if (Reason(name, field, check, flow) is { } reason) tally.AddNamed(reason);
            else tally.AddWrong(name, $"{field} of {check}: expected {check.Match[field]}, ours {ours ?? "no flow"}");
        }
    }

    private static string? Reason(string test, string field, SuricataCheck check, JoinedFlow? flow) => flow switch
    {
        _ when test == "decode-teredo-01" => "a Teredo server's port alone makes a tunnel there",
        null => null,
        { Key.Protocol: 50 } => "the SPI is part of an ESP flow's key there",
        _ when field == "community_id" && HasSeed(flow.Key, check.Match[field]) => "the test sets a seed of its own",
        _ when flow.Parts[0].Tunnel != TunnelKind.None && field.Contains("bytes", StringComparison.Ordinal) => "a packet in a tunnel counts without what carries it there",
        _ => null,
    };

    private static bool HasSeed(FlowKey key, string id) => Enumerable.Range(1, ushort.MaxValue).Any(seed => CommunityId.Of(key, (ushort)seed) == id);

    private static string Value(JoinedFlow f, string field, SuricataCheck check)
    {
        bool turned = !check.IsOriginator(f.Key.Originator, f.Key.OriginatorPort);
        var (server, client) = turned ? (f.Responder, f.Originator) : (f.Originator, f.Responder);
        return field switch
        {
            "flow.pkts_toserver" => Text(server.Packets),
            "flow.pkts_toclient" => Text(client.Packets),
            "flow.bytes_toserver" => Text(server.FrameBytes),
            "flow.bytes_toclient" => Text(client.FrameBytes),
            _ => CommunityId.Of(f.Key),
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static List<JoinedFlow> Ours(string capture)
    {
        try
        {
            var flows = CaptureFlows.Of(capture, new MeterOptions());
            return FlowJoin.ByIdle(flows, new FrameBytes(capture, flows), p => TimeSpan.FromSeconds(p == IpProtocol.Tcp ? 300 : 60));
        }
        catch (CaptureException)
        {
            return [];
        }
    }
}
