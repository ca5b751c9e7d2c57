using NetThreat.Core.Net;

namespace NetThreat.Flows.Direction;

/// <summary>The ports that Zeek's base scripts register as likely_server_ports.</summary>
public static class LikelyServerPorts
{
    private static readonly ushort[] TcpPorts =
    [
        21, 2811, 22, 25, 587, 53, 80, 81, 88, 110, 135, 139, 143, 389, 443, 445, 502, 563, 585, 614, 631, 636, 989, 990, 992, 993, 994, 995,
        1080, 1434, 1883, 3128, 3268, 3306, 3389, 5222, 5223, 5269, 5432, 6379, 6666, 6667, 6668, 6669, 8000, 8080, 8888, 20000,
    ];

    private static readonly ushort[] UdpPorts =
    [
        53, 67, 88, 123, 137, 161, 162, 389, 443, 514, 1812, 2123, 2152, 3268, 3544, 4789, 5060, 5072, 5353, 5355, 6081, 20000,
    ];

    private static readonly ulong[] Tcp = Bits(TcpPorts);
    private static readonly ulong[] Udp = Bits(UdpPorts);

    public static bool Contains(byte protocol, ushort port) => protocol switch
    {
        IpProtocol.Tcp => (Tcp[port >> 6] >> (port & 63) & 1) != 0,
        IpProtocol.Udp => (Udp[port >> 6] >> (port & 63) & 1) != 0,
        _ => false,
    };

    private static ulong[] Bits(ushort[] ports)
    {
        var bits = new ulong[1024];
        foreach (ushort p in ports) bits[p >> 6] |= 1UL << (p & 63);
        return bits;
    }
}
