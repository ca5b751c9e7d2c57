using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Direction;

/// <summary>Who started a flow, as its first packet tells.</summary>
internal static class FirstPacket
{
    /// <summary>
    /// True when the sender of the first packet is the responder: a SYN-ACK or mid-stream segment or datagram out of a likely server
    /// port, as Zeek decides. Beyond Zeek, a SYN-ACK between two unlikely ports also comes from the responder, because a lost SYN is
    /// far commoner than a stealth scan with SYN-ACKs.
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
        bool source = LikelyServerPorts.Contains(p.Protocol, p.SourcePort);
        bool destination = LikelyServerPorts.Contains(p.Protocol, p.DestinationPort);
        if (source && destination) return p.SourcePort < p.DestinationPort;
        return source || (synAck && !destination);
    }
}
