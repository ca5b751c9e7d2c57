namespace NetThreat.Core.Net;

/// <summary>The IANA protocol numbers the product speaks of by name.</summary>
public static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Icmp = 1;
    public const byte Igmp = 2;
    public const byte IPv4InIp = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IPv6InIp = 41;
    public const byte Gre = 47;
    public const byte Esp = 50;
    public const byte AuthenticationHeader = 51;
    public const byte IcmpV6 = 58;
    public const byte Ospf = 89;
    public const byte EtherIp = 97;
    public const byte L2tp = 115;
    public const byte Sctp = 132;

    /// <summary>Zeek's spelling: tcp, udp, icmp (both versions); other numbers as "unknown_transport" has no meaning for people, so the number.</summary>
    public static string Name(byte protocol) => protocol switch
    {
        Tcp => "tcp",
        Udp => "udp",
        Icmp or IcmpV6 => "icmp",
        _ => protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
