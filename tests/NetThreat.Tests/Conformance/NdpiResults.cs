using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>One flow line of nDPI's published results.</summary>
/// <param name="Labels">Master and application protocol, as far as they are there.</param>
/// <param name="Confidence">What nDPI goes by: DPI, or a port, an address, a cache.</param>
internal sealed record NdpiFlow(FlowKey Key, IReadOnlyList<string> Labels, string Confidence, string Line)
{
    /// <summary>The payload told.</summary>
    public bool ByPayload => Confidence == "DPI";
}

/// <summary>Reads the results that nDPI's own tests compare with.</summary>
internal static partial class NdpiResults
{
    public static List<NdpiFlow> Read(string file)
    {
        var flows = new List<NdpiFlow>();
        foreach (string line in File.ReadLines(file))
        {
            var m = Line().Match(line);
            if (m.Success && Protocol(m.Groups[1].Value) is { } protocol && TryEnd(m.Groups[2].Value, out var a, out ushort portA) && TryEnd(m.Groups[3].Value, out var b, out ushort portB))
                flows.Add(new(Canonical(new(a, b, portA, portB, protocol)), m.Groups[4].Value.Split('.'), m.Groups[5].Value, line.Trim()));
        }

        return flows;
    }

    /// <summary>The same key whichever side began.</summary>
    public static FlowKey Canonical(FlowKey k)
    {
        int order = k.Originator.CompareTo(k.Responder);
        return order > 0 || (order == 0 && k.OriginatorPort > k.ResponderPort) ? new(k.Responder, k.Originator, k.ResponderPort, k.OriginatorPort, k.Protocol) : k;
    }

    private static byte? Protocol(string name) => name switch { "TCP" => IpProtocol.Tcp, "UDP" => IpProtocol.Udp, _ => null };

    private static bool TryEnd(string text, out Address address, out ushort port)
    {
        address = default;
        int colon = text.LastIndexOf(':');
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        if (!IPAddress.TryParse(text[..colon].Trim('[', ']'), out var parsed)) return false;
        return Address.TryParse(parsed.ToString(), out address);
    }

    [GeneratedRegex(@"^\s*\d+\s+(\S+) (\S+) (?:<->|->) (\S+) .*?\[proto: (?:[A-Za-z0-9]+:)?[\d.]+/([^\]]*)\].*?\[Confidence: ([^\]]*)\]")]
    private static partial Regex Line();
}
