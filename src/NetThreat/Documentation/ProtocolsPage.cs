using System.Text;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Documentation;

/// <summary>The reference of application protocols, from the registry itself.</summary>
internal static class ProtocolsPage
{
    private const string Introduction = """
        # Application protocols

        A flow's `service` is what its payload says, on whatever port. The usual ports only decide which protocols are asked first; a protocol whose
        payload has no signature of its own also wants its port. A service on none of its usual ports is marked `unusual_port`; where nothing was
        recognised, what usually runs on the port is given as a hint (`service_hint`) and never as the service.

        Facts are read from the first bytes of each direction's stream and the first datagrams: at most 64 values a flow and 8 of a name. They are
        texts as they stood on the wire, bytes outside printable ASCII as `\xNN`. Passwords, community strings and keys are never facts.
        DNS, TLS, QUIC, HTTP and SSH have records of their own.

        | service | transports | usual ports | facts |
        |---|---|---|---|
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var protocol in ApplicationProtocols.All.OrderBy(p => p.Name, StringComparer.Ordinal))
            page.Append("| `").Append(protocol.Name).Append("` | ").Append(Transports(protocol)).Append(" | ").AppendJoin(", ", protocol.Ports)
                .Append(" | ").AppendJoin(", ", protocol.Facts.Select(f => $"`{f}`")).Append(" |\n");
        return page.ToString();
    }

    private static string Transports(IApplicationProtocol protocol)
    {
        (byte Number, string Name)[] transports = [(IpProtocol.Tcp, "TCP"), (IpProtocol.Udp, "UDP"), (IpProtocol.Sctp, "SCTP")];
        return string.Join(", ", transports.Where(t => protocol.Runs(t.Number)).Select(t => t.Name));
    }
}
