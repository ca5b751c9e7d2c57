using System.Runtime.CompilerServices;

namespace NetThreat.Flows.Features;

/// <summary>Smallest, largest and squares of the gaps between packets in nanoseconds; count and sum follow from packets and times.</summary>
internal struct GapStatistics
{
    public long Min, Max;
    public SquareSum Squares;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long gap, bool first)
    {
        if (first || gap < Min) Min = gap;
        if (gap > Max) Max = gap;
        Squares.Add((ulong)gap);
    }
}
