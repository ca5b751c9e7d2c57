using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Flows.Applications;

/// <summary>The facts of flows of which only the protocol is known, made once each, and what their ports say.</summary>
internal static class KnownFacts
{
    private static readonly ApplicationFacts[] Usual = Make(false), Unusual = Make(true);
    private static readonly Dictionary<string, ApplicationFacts> Hints = Usual.Select(f => f.Service!).Distinct().ToDictionary(n => n, n => new ApplicationFacts { ServiceHint = n });

    public static ApplicationFacts Of(byte service, bool unusualPort) => (unusualPort ? Unusual : Usual)[service - 1];

    /// <summary>For a payload that nothing recognised.</summary>
    public static ApplicationFacts? Hint(ushort originatorPort, ushort responderPort, byte transport)
    {
        string? name = ApplicationProtocols.UsualOn(responderPort, transport) ?? ApplicationProtocols.UsualOn(originatorPort, transport);
        return name is null ? null : Hints[name];
    }

    /// <summary>The protocol has usual ports over the transport, and neither side uses one.</summary>
    public static bool IsUnusual(byte service, ushort originatorPort, ushort responderPort)
    {
        var ports = ServiceTable.Protocol(service).Ports;
        return ports.Count > 0 && !ports.Contains(responderPort) && !ports.Contains(originatorPort);
    }

    private static ApplicationFacts[] Make(bool unusual) => [.. ApplicationProtocols.All.Select(p => new ApplicationFacts { Service = p.Name, UnusualPort = unusual })];
}
