using NetThreat.Flows.Table;
using NetThreat.Packets;

namespace NetThreat.Flows.Tcp;

/// <summary>Zeek's endpoint state machine.</summary>
internal static class TcpTransitions
{
    /// <returns>True when the packet showed that the sides had been mistaken for each other and they were exchanged.</returns>
    public static bool Apply(ref FlowSlot flow, bool originator, TcpFlags flags, uint sequence, int length)
    {
        ref TcpEndpoint self = ref originator ? ref flow.OriginatorTcp : ref flow.ResponderTcp;
        ref TcpEndpoint peer = ref originator ? ref flow.ResponderTcp : ref flow.OriginatorTcp;
        switch (self.State)
        {
            case TcpState.Inactive:
                return FromInactive(ref flow, originator, flags, sequence, length);
            case TcpState.SynSent or TcpState.SynAckSent:
                if ((flags & TcpFlags.Fin) != 0) Close(ref self, TcpState.Closed);
                if ((flags & TcpFlags.Rst) != 0) Close(ref self, TcpState.Reset);
                break;
            case TcpState.Established or TcpState.Partial:
                FromOpen(ref self, ref peer, flags);
                break;
            case TcpState.Closed:
                // A RST after both FINs changes nothing: the connection has ended well.
                if ((flags & TcpFlags.Rst) != 0 && peer.State != TcpState.Closed) Close(ref self, TcpState.Reset);
                break;
            default:
                break;
        }

        return false;
    }

    private static bool FromInactive(ref FlowSlot flow, bool originator, TcpFlags flags, uint sequence, int length)
    {
        ref TcpEndpoint self = ref originator ? ref flow.OriginatorTcp : ref flow.ResponderTcp;
        ref TcpEndpoint peer = ref originator ? ref flow.ResponderTcp : ref flow.OriginatorTcp;
        bool exchanged = false, ack = (flags & TcpFlags.Ack) != 0;
        if ((flags & TcpFlags.Syn) != 0)
        {
            if (originator)
            {
                self.SetState(ack ? TcpState.SynAckSent : TcpState.SynSent);
            }
            else
            {
                if (!ack && peer.State == TcpState.SynAckSent && sequence == self.Start) exchanged = true;
                if (peer.State == TcpState.SynSent || exchanged) peer.SetState(TcpState.Established);
                self.SetState(TcpState.Established);
            }
        }

        if ((flags & TcpFlags.Fin) != 0) Close(ref self, TcpState.Closed);
        if ((flags & TcpFlags.Rst) != 0) Close(ref self, TcpState.Reset);
        if (self.State == TcpState.Inactive)
        {
            // Some stacks acknowledge a SYN before they answer it; that does not make the connection partial.
            if (!originator && length == 0 && peer.State == TcpState.SynSent) return false;
            if (ack && peer.State == TcpState.Established)
            {
                // The SYN was missed, the SYN-ACK seen, and now the ACK.
                self.SetState(TcpState.Established);
                flow.Partial = false;
            }
            else
            {
                self.SetState(TcpState.Partial);
            }
        }

        if (!exchanged || !FlowRoles.Exchange(ref flow)) return false;
        FlowHistory.Add(ref flow, true, '^');
        return true;
    }

    private static void FromOpen(ref TcpEndpoint self, ref TcpEndpoint peer, TcpFlags flags)
    {
        if ((flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn && self.State == TcpState.Partial && peer.State == TcpState.Inactive)
            self.SetState(TcpState.SynSent);
        if ((flags & (TcpFlags.Fin | TcpFlags.Rst)) == TcpFlags.Fin)
        {
            Close(ref self, TcpState.Closed);
            // FIN, then RST from the peer: with this FIN it was a normal end after all.
            if (peer.State == TcpState.Reset && peer.Previous == TcpState.Closed) peer.SetState(TcpState.Closed);
        }

        if ((flags & TcpFlags.Rst) != 0) Close(ref self, TcpState.Reset);
    }

    private static void Close(ref TcpEndpoint self, TcpState state)
    {
        self.SetState(state);
        self.DidClose = true;
    }
}
