using System.Runtime.InteropServices;

namespace NetThreat.Flows.Tcp;

/// <summary>Data of a TCP stream beyond its first hole, as disjoint pieces in order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcpPieces
{
    /// <summary>Pieces that are remembered; more are taken as one piece that reaches the farthest.</summary>
    public const int Max = 3;

    private Piece _first, _second, _third;

    private struct Piece
    {
        public ulong From, To;
    }

    /// <summary>Where the first piece begins; valid when there is one.</summary>
    public readonly ulong FirstFrom => _first.From;

    /// <summary>Takes away the pieces that now follow on without a hole.</summary>
    public void Absorb(ref ulong contiguous, ref byte count)
    {
        Span<Piece> pieces = MemoryMarshal.CreateSpan(ref _first, Max);
        while (count != 0 && pieces[0].From <= contiguous)
        {
            contiguous = Math.Max(contiguous, pieces[0].To);
            pieces[1..].CopyTo(pieces);
            count--;
        }
    }

    /// <summary>How much of [from, to) the pieces have.</summary>
    public readonly Coverage Covers(ulong from, ulong to, int count)
    {
        ReadOnlySpan<Piece> pieces = MemoryMarshal.CreateReadOnlySpan(in _first, Max);
        foreach (var piece in pieces[..count])
        {
            if (piece.From >= to || piece.To <= from) continue;
            return piece.From <= from && to <= piece.To ? Coverage.All : Coverage.Part;
        }

        return Coverage.None;
    }

    /// <summary>Remembers the data [from, to).</summary>
    public void Keep(ulong from, ulong to, ref byte count)
    {
        Span<Piece> pieces = MemoryMarshal.CreateSpan(ref _first, Max);
        int i = 0;
        while (i < count && pieces[i].To < from) i++;
        bool merges = i < count && pieces[i].From <= to;
        if (!merges && count < Max)
        {
            for (int j = count; j > i; j--) pieces[j] = pieces[j - 1];
            pieces[i] = new Piece { From = from, To = to };
            count++;
            return;
        }

        i = Math.Min(i, Max - 1);
        pieces[i] = new Piece { From = Math.Min(from, pieces[i].From), To = Math.Max(to, pieces[i].To) };
        MergeAfter(pieces, i, ref count);
    }

    private static void MergeAfter(Span<Piece> pieces, int i, ref byte count)
    {
        while (i + 1 < count && pieces[i + 1].From <= pieces[i].To)
        {
            pieces[i].To = Math.Max(pieces[i].To, pieces[i + 1].To);
            for (int j = i + 1; j + 1 < count; j++) pieces[j] = pieces[j + 1];
            count--;
        }
    }
}
