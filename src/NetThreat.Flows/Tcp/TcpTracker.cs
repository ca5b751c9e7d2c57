using NetThreat.Flows.Table;
using NetThreat.Packets;

namespace NetThreat.Flows.Tcp;

/// <summary>
/// Follows a TCP connection as Zeek does: endpoint states, history, sequence space and holes. What it decides is the flow's conn_state,
/// and what it counts is orig_bytes, resp_bytes and missed_bytes.
/// </summary>
internal static unsafe class TcpTracker
{
    /// <summary>Jumps beyond this are not believed of SYNs, RSTs and acknowledgements of zero.</summary>
    private const int TooLargeDelta = 1 << 20;

    /// <summary>Takes in one packet. The flow's Closed flag rises when both sides have sent FIN, or one RST.</summary>
    public static void Process(ref FlowSlot flow, bool originator, in DecodedPacket p, long time)
    {
        var flags = p.Flags;
        int length = p.PayloadLength;
        if (IsAnsweredSynAck(in flow, flags, length) && FlowRoles.Exchange(ref flow))
        {
            originator = !originator;
            FlowHistory.Flip(ref flow);
            flow.ResponderTcp.SetState(TcpState.Established);
        }

        ref TcpEndpoint self = ref originator ? ref flow.OriginatorTcp : ref flow.ResponderTcp;
        ref TcpEndpoint peer = ref originator ? ref flow.ResponderTcp : ref flow.OriginatorTcp;
        NotePartial(ref flow, originator, flags);
        bool rst = (flags & TcpFlags.Rst) != 0;
        uint past = p.Sequence + (uint)((rst ? 0 : length) + ((flags & TcpFlags.Syn) != 0 ? 1 : 0) + ((flags & TcpFlags.Fin) != 0 ? 1 : 0));
        BeginEndpoint(ref self, flags, p.Sequence, past);
        ulong relative = self.Relative(p.Sequence, self.Last, self.LastWraps, out bool underflow);
        NoteHistory(ref flow, originator, ref self, flags, relative, length);
        if (p.Window == 0 && !rst && peer.State != TcpState.Closed && self.State != TcpState.Reset)
            FlowHistory.Scaled(ref flow, originator, 'W', ref self.ZeroWindows);
        if (!self.DidClose || !peer.DidClose) flow.LastOpen = Math.Max(flow.LastOpen, time);
        if ((flags & TcpFlags.Fin) != 0)
        {
            if (self.Fins < byte.MaxValue) self.Fins++;
            self.FinSequence = relative + (past - p.Sequence);
        }

        ulong acknowledged = (flags & TcpFlags.Ack) != 0 ? Acknowledge(ref peer, p.Acknowledgment, rst) : 0;
        AdvanceLast(ref flow, originator, ref self, past, flags, length);
        if (TcpTransitions.Apply(ref flow, originator, flags, p.Sequence, length))
        {
            self = ref originator ? ref flow.ResponderTcp : ref flow.OriginatorTcp;
            peer = ref originator ? ref flow.OriginatorTcp : ref flow.ResponderTcp;
            originator = !originator;
        }

        if ((flags & TcpFlags.Ack) != 0) CloseHoles(ref flow, !originator, ref peer, in self, acknowledged);
        if (length > 0 && !rst && !underflow)
        {
            ulong from = (flags & TcpFlags.Syn) != 0 ? relative + 1 : relative;
            self.Receive(ref flow, originator, from, from + (uint)length);
        }

        if (originator) flow.SeenOriginator = true;
        else flow.SeenResponder = true;
        flow.Closed |= self.State == TcpState.Reset || (self.DidClose && peer.DidClose);
    }

    /// <summary>
    /// A flow that began with a SYN-ACK goes on with an acknowledgement or data of either side: its SYN was missed. A stealth scan is
    /// answered with a RST or not at all.
    /// </summary>
    private static bool IsAnsweredSynAck(in FlowSlot flow, TcpFlags flags, int length) =>
        flow.OriginatorTcp.State == TcpState.SynAckSent && flow.ResponderTcp.State == TcpState.Inactive &&
        (flags & (TcpFlags.Syn | TcpFlags.Rst)) == 0 && ((flags & TcpFlags.Ack) != 0 || length > 0);

    private static void NotePartial(ref FlowSlot flow, bool originator, TcpFlags flags)
    {
        bool syn = (flags & TcpFlags.Syn) != 0;
        if (originator)
        {
            if (!flow.SeenOriginator) flow.Partial = !syn || (flags & TcpFlags.Ack) != 0;
        }
        else if (!flow.SeenResponder && !flow.Partial)
        {
            flow.Partial = !syn;
        }
    }

    private static void BeginEndpoint(ref TcpEndpoint self, TcpFlags flags, uint first, uint past)
    {
        bool syn = (flags & TcpFlags.Syn) != 0;
        switch (self.State)
        {
            case TcpState.Inactive:
                // Without a SYN the numbering is as though one had stood before, and this packet is no repetition.
                if (syn) self.Begin(first, past);
                else self.Begin(first - 1, first);
                break;
            case TcpState.SynSent or TcpState.SynAckSent:
                if (syn && first != self.Start) self.Begin(first, past);
                break;
            case TcpState.Established or TcpState.Partial:
                if (syn) self.Begin(first, past);
                break;
            case TcpState.Reset:
                // The numbers came from a RST that may have been forged; the SYN's are better.
                if (syn && self.Previous == TcpState.Inactive) self.Begin(first, past);
                break;
            default:
                break;
        }
    }

    private static void NoteHistory(ref FlowSlot flow, bool originator, ref TcpEndpoint self, TcpFlags flags, ulong relative, int length)
    {
        uint at = (uint)relative;
        switch (flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst))
        {
            case TcpFlags.None:
                if (length > 0) FlowHistory.Once(ref flow, originator, 'D');
                else if ((flags & TcpFlags.Ack) != 0) FlowHistory.Once(ref flow, originator, 'A');
                break;
            case TcpFlags.Syn:
                char code = (flags & TcpFlags.Ack) != 0 ? 'H' : 'S';
                if (FlowHistory.Once(ref flow, originator, code) && at != self.LastSyn) FlowHistory.Add(ref flow, originator, code);
                self.LastSyn = at;
                break;
            case TcpFlags.Fin:
                at += (uint)length;
                if (FlowHistory.Once(ref flow, originator, 'F') && at != self.LastFin) FlowHistory.Add(ref flow, originator, 'F');
                self.LastFin = at;
                break;
            case TcpFlags.Rst:
                if (FlowHistory.Once(ref flow, originator, 'R') && at != self.LastRst) FlowHistory.Add(ref flow, originator, 'R');
                self.LastRst = at;
                break;
            default:
                FlowHistory.Once(ref flow, originator, (flags & (TcpFlags.Fin | TcpFlags.Rst)) == (TcpFlags.Fin | TcpFlags.Rst) ? 'I' : 'Q');
                break;
        }
    }

    /// <returns>The relative number acknowledged; 0 where it makes no sense.</returns>
    private static ulong Acknowledge(ref TcpEndpoint peer, uint acknowledgment, bool rst)
    {
        if (peer.State == TcpState.Inactive)
        {
            peer.Begin(acknowledgment - 1, acknowledgment - 1);
            return 1;
        }

        ulong relative = peer.Relative(acknowledgment, peer.Acknowledged, peer.AcknowledgedWraps, out bool underflow);
        if (underflow) return 0;
        int delta = (int)(acknowledgment - peer.Acknowledged);
        // A RST's acknowledgement is not trusted, nor a leap to zero.
        if (!rst && delta > 0 && !(acknowledgment == 0 && delta > TooLargeDelta)) peer.AdvanceAcknowledged(acknowledgment);
        return relative;
    }

    private static void AdvanceLast(ref FlowSlot flow, bool originator, ref TcpEndpoint self, uint past, TcpFlags flags, int length)
    {
        int delta = (int)(past - self.Last);
        if ((flags & (TcpFlags.Syn | TcpFlags.Rst)) != 0 && (delta is > TooLargeDelta or < -TooLargeDelta)) return;
        // A FIN right after the SYN is believed however far: the 2 GB between were filtered away.
        if ((flags & TcpFlags.Fin) != 0 && self.Last == self.Start + 1) self.AdvanceLast(past);
        else if (self.State == TcpState.Reset) return;
        else if (delta > 0) self.AdvanceLast(past);
        else if (length > 0) FlowHistory.Scaled(ref flow, originator, 'T', ref self.Retransmissions);
    }

    private static void CloseHoles(ref FlowSlot flow, bool originator, ref TcpEndpoint peer, in TcpEndpoint self, ulong acknowledged)
    {
        if (peer.Fins > 0 && acknowledged >= peer.FinSequence) acknowledged = peer.FinSequence - 1;
        if (acknowledged <= peer.Contiguous || acknowledged > long.MaxValue) return;
        if (acknowledged <= 2 && flow.Partial) return;
        ulong missing = 0;
        int holes = peer.GiveUp(ref flow, originator, acknowledged, ref missing);
        // Only in a clean connection is a hole a hole; elsewhere it is a misunderstanding about sequence numbers.
        if (!peer.IsClean || !self.IsClean) return;
        RareState* rare = flow.OwnRare();
        (originator ? ref rare->OriginatorMissed : ref rare->ResponderMissed) += missing;
        for (; holes > 0; holes--) FlowHistory.Scaled(ref flow, originator, 'G', ref peer.Gaps);
    }
}
