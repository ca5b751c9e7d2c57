using System.Globalization;
using System.Text.RegularExpressions;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>One flow line of ndpiReader's output.</summary>
internal sealed partial record NdpiFlow(FlowKey Key, string Protocol, string Text)
{
    /// <summary>The value of "[name: value]", or null.</summary>
    public string? Field(string name)
    {
        int at = Text.IndexOf("[" + name + ": ", StringComparison.Ordinal);
        if (at < 0) return null;
        at += name.Length + 3;
        int end = Text.IndexOf(']', at);
        return end < 0 ? null : Text[at..end];
    }

    public static IEnumerable<NdpiFlow> Read(string file)
    {
        foreach (string line in File.ReadLines(file))
            if (Parse(line) is { } flow) yield return flow;
    }

    public bool Matches(FlowKey k)
    {
        if (k.Protocol != Key.Protocol) return false;
        if (k.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp)) return (k.Originator, k.Responder) == (Key.Originator, Key.Responder) || (k.Originator, k.Responder) == (Key.Responder, Key.Originator);
        return k == Key || (k.Originator, k.OriginatorPort, k.Responder, k.ResponderPort) == (Key.Responder, Key.ResponderPort, Key.Originator, Key.OriginatorPort);
    }

    private static NdpiFlow? Parse(string line)
    {
        var m = Line().Match(line);
        if (!m.Success) return null;
        byte protocol = m.Groups[1].Value switch { "TCP" => IpProtocol.Tcp, "UDP" => IpProtocol.Udp, "SCTP" => IpProtocol.Sctp, "ICMP" => IpProtocol.Icmp, "ICMPV6" => IpProtocol.IcmpV6, _ => 255 };
        if (protocol == 255 || End(m.Groups[2].Value) is not var (source, sourcePort) || End(m.Groups[4].Value) is not var (destination, destinationPort)) return null;
        return new(new(source, destination, sourcePort, destinationPort, protocol), m.Groups[5].Value, line);
    }

    private static (Address, ushort)? End(string text)
    {
        int colon = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.LastIndexOf(':');
        string address = (colon > 0 ? text[..colon] : text).Trim('[', ']');
        ushort port = 0;
        if (colon > 0 && !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return null;
        return System.Net.IPAddress.TryParse(address, out var ip) ? (Address.Parse(ip.ToString()), port) : null;
    }

    [GeneratedRegex(@"^\t(?:\d+)\t(\S+) (\S+) (<->|->) (\S+) (?:\[VLAN: \d+\])?\[proto: (?:[^\]/]*/)?([^\]]*)\]")]
    private static partial Regex Line();
}
