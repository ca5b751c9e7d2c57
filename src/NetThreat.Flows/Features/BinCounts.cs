using System.Runtime.CompilerServices;

namespace NetThreat.Flows.Features;

/// <summary>A histogram of eight bins; a full bin stays at 2^32 − 1.</summary>
[InlineArray(Bins)]
internal struct BinCounts
{
    public const int Bins = 8;

    private uint _first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bin)
    {
        ref uint count = ref this[bin];
        if (count != uint.MaxValue) count++;
    }
}
