namespace NetThreat.Core.Net;

/// <summary>The IANA protocol numbers the product speaks of by name.</summary>
public static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Icmp = 1;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IcmpV6 = 58;

    /// <summary>Zeek's spelling: tcp, udp, icmp (both versions); other numbers as "unknown_transport" has no meaning for people, so the number.</summary>
    public static string Name(byte protocol) => protocol switch
    {
        Tcp => "tcp",
        Udp => "udp",
        Icmp or IcmpV6 => "icmp",
        _ => protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
