using NetThreat.Core.Net;

namespace NetThreat.Packets.Tunnels;

/// <summary>Which conversations can carry packets in their payload, told by their key alone.</summary>
public static class TunnelCarriers
{
    public static bool MayCarry(byte protocol, ushort port, ushort otherPort) => protocol switch
    {
        IpProtocol.Udp => UdpTunnels.IsPort(port) || UdpTunnels.IsPort(otherPort),
        IpProtocol.Tcp or IpProtocol.Icmp or IpProtocol.IcmpV6 or IpProtocol.Sctp => false,
        _ => true,
    };
}
