using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Learning.Distances;

/// <summary>
/// Squared Euclidean distances in float64. Always four lanes, summed in one fixed order, without fused multiply-add: the same result to
/// the bit on every processor, with or without vector hardware.
/// </summary>
internal static class Euclidean
{
    /// <summary>The sum of the squared differences of two rows of one length.</summary>
    public static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        int length = Math.Min(a.Length, b.Length), i = 0;
        Vector256<double> even = default, odd = default;
        for (; i <= length - 8; i += 8)
        {
            even += Square(ref x, ref y, i);
            odd += Square(ref x, ref y, i + 4);
        }
        return Rest(a, b, i, even, odd);
    }

    /// <summary>The same sum, or infinity as soon as it is seen to exceed <paramref name="limit"/>.</summary>
    public static double SquaredUpTo(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double limit)
    {
        const int Stride = 32;
        if (a.Length <= Stride) return Squared(a, b);
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        int length = Math.Min(a.Length, b.Length), i = 0;
        Vector256<double> even = default, odd = default;
        for (; i <= length - 8; i += 8)
        {
            even += Square(ref x, ref y, i);
            odd += Square(ref x, ref y, i + 4);
            // Squares only add: what is beyond the limit here stays beyond it.
            if ((i & (Stride - 1)) == Stride - 8 && Vector256.Sum(even + odd) > limit) return double.PositiveInfinity;
        }
        return Rest(a, b, i, even, odd);
    }

    private static double Rest(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int i, Vector256<double> even, Vector256<double> odd)
    {
        int length = Math.Min(a.Length, b.Length);
        if (i <= length - 4)
        {
            even += Square(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), i);
            i += 4;
        }
        double sum = Vector256.Sum(even + odd);
        for (; i < length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Square(ref double x, ref double y, int i)
    {
        var difference = Vector256.LoadUnsafe(ref x, (nuint)i) - Vector256.LoadUnsafe(ref y, (nuint)i);
        return difference * difference;
    }
}
