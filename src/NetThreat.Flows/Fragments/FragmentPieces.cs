using System.Runtime.InteropServices;

namespace NetThreat.Flows.Fragments;

/// <summary>Which parts of a datagram have been seen, in no order; beyond <see cref="Max"/> fragments they are no longer told apart.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FragmentPieces
{
    /// <summary>The largest datagram in frames of 1,500 bytes is 45.</summary>
    public const int Max = 48;

    private fixed ushort _from[Max];
    private fixed ushort _length[Max];
    private ushort _count;
    private int _end;
    private int _covered;
    private int _farthest;

    /// <summary>Every byte up to the end that the last fragment told has been seen.</summary>
    public readonly bool IsComplete => _end > 0 && _covered >= _end;

    /// <summary>Adds a fragment.</summary>
    /// <param name="from">Its offset in bytes.</param>
    /// <param name="last">No fragment lies behind it.</param>
    /// <param name="repeated">A fragment with the same offset and length was there before.</param>
    /// <param name="overlap">It shares bytes with another that is not the same.</param>
    /// <param name="beyond">It contradicts the end that another fragment told, or tells a second one.</param>
    public void Add(int from, int length, bool last, out bool repeated, out bool overlap, out bool beyond)
    {
        int to = from + length;
        repeated = overlap = false;
        beyond = last ? _farthest > to || (_end > 0 && _end != to) : _end > 0 && to > _end;
        for (int i = 0; i < _count; i++)
        {
            if (_from[i] == from && _length[i] == length) repeated = true;
            else if (from < _from[i] + _length[i] && _from[i] < to) overlap = true;
        }

        if (last && _end == 0) _end = to;
        _farthest = Math.Max(_farthest, to);
        if (repeated || _count == Max || from > ushort.MaxValue || length > ushort.MaxValue) return;
        _from[_count] = (ushort)from;
        _length[_count++] = (ushort)length;
        if (!overlap) _covered += length;
    }

    /// <summary>Whether exactly this fragment was there.</summary>
    public readonly bool Has(int from, int length)
    {
        for (int i = 0; i < _count; i++)
            if (_from[i] == from && _length[i] == length) return true;
        return false;
    }
}
