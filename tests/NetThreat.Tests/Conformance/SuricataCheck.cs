using System.Globalization;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>One filter of a suricata-verify test: how many records match.</summary>
internal sealed class SuricataCheck
{
    private static readonly string[] Tuple = ["src_ip", "dest_ip"];

    public Dictionary<string, string> Match { get; } = new(StringComparer.Ordinal);

    public string Count { get; private set; } = "";

    /// <summary>Exactly one flow record with addresses.</summary>
    public bool IsOneFlow => Count == "1" && Match.GetValueOrDefault("event_type") == "flow" && Tuple.All(Match.ContainsKey);

    /// <summary>Reads the filters of a test: of YAML only what these files use, keys by indentation.</summary>
    public static List<SuricataCheck> Read(IEnumerable<string> lines)
    {
        var checks = new List<SuricataCheck>();
        SuricataCheck? current = null;
        int matchIndent = -1;
        foreach (string line in lines)
        {
            string text = line.Trim();
            int indent = line.Length - line.TrimStart().Length;
            if (text.Length == 0 || text[0] == '#') continue;
            if (text.StartsWith("- ", StringComparison.Ordinal))
            {
                matchIndent = -1;
                current = null;
                if (text == "- filter:") checks.Add(current = new());
            }
            else if (current is not null && text.StartsWith("count:", StringComparison.Ordinal)) current.Count = text[6..].Trim();
            else if (current is not null && text == "match:") matchIndent = indent;
            else if (matchIndent >= 0 && indent <= matchIndent) matchIndent = -1;
            else if (matchIndent >= 0 && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
                current!.Match[text[..colon]] = text[(colon + 2)..].Trim().Trim('"', '\'');
        }

        return checks;
    }

    public bool IsTupleOf(JoinedFlow f)
    {
        var k = f.Key;
        return Protocol(k.Protocol) && ((IsOriginator(k.Originator, k.OriginatorPort) && IsResponder(k.Responder, k.ResponderPort))
            || (IsOriginator(k.Responder, k.ResponderPort) && IsResponder(k.Originator, k.OriginatorPort)));
    }

    public bool IsOriginator(Address address, ushort port) => Is("src", address, port);

    public override string ToString() =>
        $"{Match.GetValueOrDefault("proto")} {Match["src_ip"]}:{Match.GetValueOrDefault("src_port")} {Match["dest_ip"]}:{Match.GetValueOrDefault("dest_port")}";

    private bool IsResponder(Address address, ushort port) => Is("dest", address, port);

    private bool Is(string side, Address address, ushort port) =>
        Address.Parse(Match[side + "_ip"]) == address && (!Match.TryGetValue(side + "_port", out string? p) || p == port.ToString(CultureInfo.InvariantCulture));

    private bool Protocol(byte protocol) => Match.GetValueOrDefault("proto", "") switch
    {
        "TCP" => protocol == IpProtocol.Tcp,
        "UDP" => protocol == IpProtocol.Udp,
        "ICMP" => protocol == IpProtocol.Icmp,
        "IPv6-ICMP" => protocol == IpProtocol.IcmpV6,
        "SCTP" => protocol == 132,
        "ESP" => protocol == 50,
        _ => true,
    };
}
