namespace NetThreat.Learning.Forests.Growing;

/// <summary>Sorts values that carry a number along: the value's bits above, in the order of unsigned integers, the number below.</summary>
internal static class ValueOrder
{
    /// <summary>From here on three passes over 11 bits are faster than comparing.</summary>
    private const int RadixLength = 1024;

    private const int Bits = 11, Buckets = 1 << Bits, Passes = 3, ValueShift = 32;

    /// <summary>-0 and 0 are one value.</summary>
    public static ulong Key(float value, int number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (ulong)(bits ^ ((uint)((int)bits >> 31) | 0x8000_0000)) << ValueShift | (uint)number;
    }

    public static int Number(ulong key) => (int)(uint)key;

    public static bool SameValue(ulong a, ulong b) => a >> ValueShift == b >> ValueShift;

    /// <summary>Ascending by value, then by number.</summary>
    /// <param name="keys">Numbers ascending.</param>
    /// <param name="scratch">As long.</param>
    /// <returns>Which of the two holds the sorted keys.</returns>
    public static Span<ulong> Sort(Span<ulong> keys, Span<ulong> scratch)
    {
        if (keys.Length < RadixLength)
        {
            keys.Sort();
            return keys;
        }
        Span<int> counts = stackalloc int[Passes * Buckets];
        counts.Clear();
        foreach (ulong key in keys)
        {
            counts[(int)(key >> ValueShift) & (Buckets - 1)]++;
            counts[Buckets + ((int)(key >> (ValueShift + Bits)) & (Buckets - 1))]++;
            counts[2 * Buckets + (int)(key >> (ValueShift + 2 * Bits))]++;
        }
        for (int pass = 0; pass < Passes; pass++)
        {
            var places = counts.Slice(pass * Buckets, Buckets);
            int shift = ValueShift + pass * Bits;
            // Whole numbers share their lowest bits.
            if (places[(int)(keys[0] >> shift) & (Buckets - 1)] == keys.Length) continue;
            Distribute(keys, scratch, places, shift);
            var sorted = scratch;
            scratch = keys;
            keys = sorted;
        }
        return keys;
    }

    private static void Distribute(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> places, int shift)
    {
        int place = 0;
        foreach (ref int count in places) (count, place) = (place, place + count);
        foreach (ulong key in from) to[places[(int)(key >> shift) & (Buckets - 1)]++] = key;
    }
}
