using System.Runtime.CompilerServices;

namespace NetThreat.Flows.Features;

/// <summary>An exact sum of squares of non-negative integers below 2^63.</summary>
internal struct SquareSum
{
    private ulong _low, _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value)
    {
        ulong high = Math.BigMul(value, value, out ulong low);
        _low += low;
        _high += high + (_low < low ? 1UL : 0UL);
    }

    /// <summary>
    /// The sample variance (n − 1 in the denominator) of n values with this sum of squares: (n·Σx² − (Σx)²) / (n·(n − 1)), the difference
    /// taken in 128-bit integers where it fits. 0 for fewer than two values.
    /// </summary>
    public readonly double Variance(long n, UInt128 sum)
    {
        if (n < 2) return 0;
        var squares = new UInt128(_high, _low);
        double denominator = (double)n * (n - 1);
        bool fits = LeadingZeros() + System.Numerics.BitOperations.LeadingZeroCount((ulong)n) >= 64 && sum <= ulong.MaxValue;
        if (!fits) return Math.Max(0, ((double)squares - (double)sum * (double)sum / n) / (n - 1));
        UInt128 left = squares * (ulong)n, right = sum * sum;
        return left > right ? (double)(left - right) / denominator : 0;
    }

    /// <summary>Of the 128 bits of the sum.</summary>
    private readonly int LeadingZeros() => _high != 0
        ? System.Numerics.BitOperations.LeadingZeroCount(_high)
        : 64 + System.Numerics.BitOperations.LeadingZeroCount(_low);
}
