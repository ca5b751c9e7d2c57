using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetThreat.Flows.Tcp;

/// <summary>
/// One side of a TCP connection: its place in sequence space (RFC 9293 section 3.4, with wraps), what it has done, and which bytes of
/// its stream have been seen. Relative sequence numbers count from the SYN, so the first byte of data is 1.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcpEndpoint
{
    /// <summary>Pieces beyond the first hole that are remembered; more are taken as one piece that reaches the farthest.</summary>
    private const int MaxPieces = 3;

    /// <summary>All bytes before this relative number are delivered or given up as missed.</summary>
    public ulong Contiguous;

    /// <summary>Relative number one past the FIN.</summary>
    public ulong FinSequence;

    /// <summary>Bytes that the peer acknowledged and this capture never had.</summary>
    public ulong Missed;

    private Piece _first, _second, _third;
    public uint Start, Last, Acknowledged;
    public uint LastSyn, LastFin, LastRst;
    public uint Retransmissions, ZeroWindows, Gaps;
    public ushort LastWraps, AcknowledgedWraps;
    public TcpState State, Previous;
    public byte Fins;
    public bool DidClose;
    private byte _pieces;

    private struct Piece
    {
        public ulong From, To;
    }

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
    public void Receive(ulong from, ulong to)
    {
        if (from <= Contiguous)
        {
            if (to > Contiguous) Contiguous = to;
            if (_pieces != 0) Absorb();
        }
        else
        {
            Keep(from, to);
        }
    }

    /// <summary>The peer acknowledged everything below <paramref name="to"/>: holes before it will not be filled.</summary>
    /// <returns>The number of holes given up; their bytes are added to <paramref name="missing"/>.</returns>
    public int GiveUp(ulong to, ref ulong missing)
    {
        int holes = 0;
        while (Contiguous < to)
        {
            ulong next = to;
            if (_pieces != 0 && _first.From < to) next = _first.From;
            holes++;
            missing += next - Contiguous;
            Contiguous = next;
            Absorb();
        }

        return holes;
    }

    private void Absorb()
    {
        Span<Piece> pieces = MemoryMarshal.CreateSpan(ref _first, MaxPieces);
        while (_pieces != 0 && pieces[0].From <= Contiguous)
        {
            Contiguous = Math.Max(Contiguous, pieces[0].To);
            pieces[1..].CopyTo(pieces);
            _pieces--;
        }
    }

    private void Keep(ulong from, ulong to)
    {
        Span<Piece> pieces = MemoryMarshal.CreateSpan(ref _first, MaxPieces);
        int i = 0;
        while (i < _pieces && pieces[i].To < from) i++;
        if (i < _pieces && pieces[i].From <= to)
        {
            pieces[i] = new Piece { From = Math.Min(from, pieces[i].From), To = Math.Max(to, pieces[i].To) };
            MergeAfter(pieces, i);
        }
        else if (_pieces < MaxPieces)
        {
            for (int j = _pieces; j > i; j--) pieces[j] = pieces[j - 1];
            pieces[i] = new Piece { From = from, To = to };
            _pieces++;
        }
        else
        {
            i = Math.Min(i, MaxPieces - 1);
            pieces[i] = new Piece { From = Math.Min(from, pieces[i].From), To = Math.Max(to, pieces[i].To) };
            MergeAfter(pieces, i);
        }
    }

    private void MergeAfter(Span<Piece> pieces, int i)
    {
        while (i + 1 < _pieces && pieces[i + 1].From <= pieces[i].To)
        {
            pieces[i].To = Math.Max(pieces[i].To, pieces[i + 1].To);
            for (int j = i + 1; j + 1 < _pieces; j++) pieces[j] = pieces[j + 1];
            _pieces--;
        }
    }
}
