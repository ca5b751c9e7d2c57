using NetThreat.Core.Net;

namespace NetThreat.Packets.Applications;

/// <summary>
/// Every application protocol that is recognised, in the order of asking: those with a signature in their first bytes before those that need
/// consistency. Protocols of the flow's ports are asked before the others.
/// </summary>
public static class ApplicationProtocols
{
    /// <summary>A flow keeps its candidates as a set of bits.</summary>
    public const int MaxPerTransport = 64;

    /// <summary>All of them. The position of a protocol in this list, plus one, is its number within a process.</summary>
    public static IReadOnlyList<IApplicationProtocol> All { get; } =
    [
        new Dns.DnsProtocol(),
        new Ssh.SshProtocol(),
    ];

    /// <summary>Those that may run over a transport.</summary>
    public static IApplicationProtocol[] Over(byte transport) => [.. All.Where(p => p.Runs(transport))];

    /// <summary>The name of what usually runs on a port of a transport, or null.</summary>
    public static string? UsualOn(ushort port, byte transport) => (transport == IpProtocol.Tcp ? TcpPorts : transport == IpProtocol.Udp ? UdpPorts : null)?[port];

    /// <summary>Within the protocol the sides may go over to TLS (STARTTLS and the like) or to a tunnel that carries it.</summary>
    public static bool MayUpgrade(string name) =>
        name is "smtp" or "imap" or "pop3" or "ftp" or "ldap" or "ldap_tcp" or "xmpp" or "postgresql" or "mysql" or "rdp" or "irc" or "nntp" or "socks" or "http" or "telnet";

    private static readonly string?[] TcpPorts = ByPort(IpProtocol.Tcp);
    private static readonly string?[] UdpPorts = ByPort(IpProtocol.Udp);

    private static string?[] ByPort(byte transport)
    {
        var names = new string?[ushort.MaxValue + 1];
        foreach (var protocol in Over(transport))
            foreach (ushort port in protocol.Ports) names[port] ??= protocol.Name;
        return names;
    }
}
