using NetThreat.Flows.Table;
using NetThreat.Packets;

namespace NetThreat.Flows.Tcp;

/// <summary>Whether a SYN begins a new connection on the tuple of a known one, as Zeek decides.</summary>
internal static class TcpReuse
{
    public static bool IsReuse(in FlowSlot f, in DecodedPacket p)
    {
        if ((p.Flags & TcpFlags.Syn) == 0) return false;
        bool ack = (p.Flags & TcpFlags.Ack) != 0;
        if (ack && f.OriginatorTcp.State != TcpState.Inactive) return false;
        ref readonly TcpEndpoint first = ref ack ? ref f.ResponderTcp : ref f.OriginatorTcp;
        if (f.Closed) return true;
        if (p.Sequence == first.Start) return false;
        // The SYN of a SYN-ACK that overtook it.
        return ack || first.State != TcpState.SynAckSent || f.ResponderTcp.State != TcpState.Inactive || p.Sequence != f.ResponderTcp.Start;
    }
}
