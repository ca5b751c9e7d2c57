using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetThreat.Flows.Table;

namespace NetThreat.Flows.Tcp;

/// <summary>
/// One side of a TCP connection: its place in sequence space (RFC 9293 section 3.4, with wraps), what it has done, and which bytes of
/// its stream have been seen. Relative sequence numbers count from the SYN, so the first byte of data is 1.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TcpEndpoint
{
    /// <summary>All bytes before this relative number are delivered or given up as missed.</summary>
    public ulong Contiguous;

    /// <summary>Relative number one past the FIN.</summary>
    public ulong FinSequence;

    public uint Start, Last, Acknowledged;
    public uint LastSyn, LastFin, LastRst;
    public uint Retransmissions, ZeroWindows, Gaps;
    public ushort LastWraps, AcknowledgedWraps;
    public TcpState State, Previous;
    public byte Fins;
    public bool DidClose;
    private byte _pieces;

    public void SetState(TcpState state)
    {
        if (state == State) return;
        Previous = State;
        State = state;
    }

    public void Begin(uint start, uint last)
    {
        Start = Acknowledged = start;
        Last = last;
        LastWraps = AcknowledgedWraps = 0;
        if (Contiguous == 0) Contiguous = 1;
    }

    public void AdvanceLast(uint last)
    {
        if (last < Last) LastWraps++;
        Last = last;
    }

    public void AdvanceAcknowledged(uint acknowledged)
    {
        if (acknowledged < Acknowledged) AcknowledgedWraps++;
        Acknowledged = acknowledged;
    }

    /// <summary>Sequence number to relative number, near the reference point; below the start is an underflow.</summary>
    public readonly ulong Relative(uint sequence, uint reference, uint wraps, out bool underflow)
    {
        int delta = (int)(sequence - reference);
        if (delta < 0 && wraps != 0 && sequence > reference) wraps--;
        else if (delta > 0 && sequence < reference) wraps++;
        if (wraps == 0)
        {
            delta = (int)(sequence - Start);
            underflow = delta < 0;
            return (ulong)(long)delta;
        }

        underflow = false;
        return ((ulong)wraps << 32) + sequence - Start;
    }

    /// <summary>Bytes of data sent, by sequence numbers: SYN and FIN excluded, what was acknowledged but never captured included.</summary>
    public readonly ulong StreamBytes(TcpState peer)
    {
        ulong last = ((ulong)LastWraps << 32) + Last, acknowledged = ((ulong)AcknowledgedWraps << 32) + Acknowledged;
        bool nothingAcknowledged = acknowledged == Start || acknowledged == (ulong)Start + 1;
        // A half-open connection that was discovered and aborted: its sequence numbers say nothing about data.
        if (Previous == TcpState.SynSent && State == TcpState.Reset && peer == TcpState.Inactive && !nothingAcknowledged) return 0;
        ulong size = Math.Max(last, acknowledged) - Start;
        if (size != 0) size--;
        if (Fins > 0 && size != 0) size--;
        return size > long.MaxValue ? 0 : size;
    }

    public readonly bool IsClean => State == TcpState.Established || (State == TcpState.Closed && Previous == TcpState.Established);

    /// <summary>Takes in the data [from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Receive(ref FlowSlot flow, bool originator, ulong from, ulong to)
    {
        if (from <= Contiguous)
        {
            if (to > Contiguous) Contiguous = to;
            if (_pieces != 0) Pieces(ref flow, originator).Absorb(ref Contiguous, ref _pieces);
        }
        else
        {
            Pieces(ref flow, originator).Keep(from, to, ref _pieces);
        }
    }

    /// <summary>How much of the data [from, to) was seen or given up before; exact while there are few holes.</summary>
    /// <param name="pieces">This side's.</param>
    public readonly Coverage Covers(ulong from, ulong to, in TcpPieces pieces) =>
        to <= Contiguous ? Coverage.All : from < Contiguous ? Coverage.Part : pieces.Covers(from, to, _pieces);

    /// <summary>The peer acknowledged everything below <paramref name="to"/>: holes before it will not be filled.</summary>
    /// <returns>The number of holes given up; their bytes are added to <paramref name="missing"/>.</returns>
    public int GiveUp(ref FlowSlot flow, bool originator, ulong to, ref ulong missing)
    {
        int holes = 0;
        while (Contiguous < to)
        {
            ulong next = to;
            if (_pieces != 0 && Pieces(ref flow, originator).FirstFrom is var first && first < to) next = first;
            holes++;
            missing += next - Contiguous;
            Contiguous = next;
            if (_pieces != 0) Pieces(ref flow, originator).Absorb(ref Contiguous, ref _pieces);
        }

        return holes;
    }

    private static ref TcpPieces Pieces(ref FlowSlot flow, bool originator)
    {
        RareState* rare = flow.OwnRare();
        return ref originator ? ref rare->OriginatorPieces : ref rare->ResponderPieces;
    }
}
