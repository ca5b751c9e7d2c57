using System.Runtime.InteropServices;

namespace NetThreat.Learning.Boosting.Binning;

/// <summary>Sorts finite float32 values by three passes over 11 bits each; a comparison sort of the columns would cost as much as growing the trees.</summary>
internal static class RadixSort
{
    private const int Bits = 11, Buckets = 1 << Bits;

    /// <param name="values">Finite; sorted in place.</param>
    /// <param name="scratch">As long as <paramref name="values"/>.</param>
    public static void Ascending(Span<float> values, Span<float> scratch)
    {
        var from = MemoryMarshal.Cast<float, uint>(values);
        var to = MemoryMarshal.Cast<float, uint>(scratch)[..values.Length];
        Span<int> counts = stackalloc int[3 * Buckets];
        counts.Clear();
        for (int i = 0; i < from.Length; i++)
        {
            uint key = from[i] = Ordered(from[i]);
            counts[(int)(key & (Buckets - 1))]++;
            counts[Buckets + (int)(key >> Bits & (Buckets - 1))]++;
            counts[2 * Buckets + (int)(key >> 2 * Bits)]++;
        }
        for (int pass = 0; pass < 3; pass++)
        {
            Distribute(from, to, counts.Slice(pass * Buckets, Buckets), pass * Bits);
            var sorted = to;
            to = from;
            from = sorted;
        }
        // Three passes end in the scratch.
        for (int i = 0; i < from.Length; i++) to[i] = Restored(from[i]);
    }

    private static void Distribute(Span<uint> from, Span<uint> to, Span<int> counts, int shift)
    {
        int place = 0;
        foreach (ref int count in counts) (count, place) = (place, place + count);
        foreach (uint key in from) to[counts[(int)(key >> shift & (Buckets - 1))]++] = key;
    }

    /// <summary>Unsigned integers in the order of the floats: the sign bit flipped, of negative numbers all bits.</summary>
    private static uint Ordered(uint bits) => bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);

    private static uint Restored(uint key) => key ^ ((uint)((int)~key >> 31) | 0x8000_0000);
}
