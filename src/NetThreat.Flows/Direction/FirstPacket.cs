using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Direction;

/// <summary>Who started a flow, as its first packet tells.</summary>
internal static class FirstPacket
{
    /// <summary>
    /// True when the sender of the first packet is the responder: a SYN-ACK, mid-stream segment or datagram out of a likely server port
    /// to an unlikely one, or a mid-stream segment from the lower of two likely ones, as Zeek decides. A SYN-ACK between two ports that are
    /// both likely or both unlikely stays with its sender: it may be a stealth scan.
    /// </summary>
    public static bool IsFromResponder(in DecodedPacket p)
    {
        if (p.Destination.IsBroadcast) return false;
        if (p.Protocol == IpProtocol.Udp)
            return LikelyServerPorts.Contains(p.Protocol, p.SourcePort) && !LikelyServerPorts.Contains(p.Protocol, p.DestinationPort);
        if (p.Protocol != IpProtocol.Tcp) return false;
        var handshake = p.Flags & (TcpFlags.Syn | TcpFlags.Ack);
        if (handshake == TcpFlags.Syn) return false;
        bool synAck = handshake == (TcpFlags.Syn | TcpFlags.Ack);
        if (!LikelyServerPorts.Contains(p.Protocol, p.SourcePort)) return false;
        if (!LikelyServerPorts.Contains(p.Protocol, p.DestinationPort)) return true;
        return !synAck && p.SourcePort < p.DestinationPort;
    }
}
