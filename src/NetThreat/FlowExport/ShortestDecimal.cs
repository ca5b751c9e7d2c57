using System.Numerics;

namespace NetThreat.FlowExport;

/// <summary>
/// The shortest decimal that reads back as a double, the closest of them: the digits that double.ToString() prints, several times
/// faster. The algorithm is Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020), section 9.
/// </summary>
internal static class ShortestDecimal
{
    private const int FractionBits = 52, Bias = 1075, MinPower = -324, MaxPower = 340;
    private const ulong Hidden = 1UL << FractionBits;
    private static readonly UInt128[] Powers = [.. Enumerable.Range(MinPower, MaxPower - MinPower + 1).Select(Power)];

    /// <param name="value">Positive and finite.</param>
    /// <param name="exponent">The value is the result times ten to this power.</param>
    /// <returns>The digits; trailing zeros are possible.</returns>
    public static ulong Of(double value, out int exponent)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        ulong fraction = bits & (Hidden - 1);
        int biased = (int)(bits >> FractionBits);
        ulong c = biased != 0 ? Hidden | fraction : fraction;
        int q = biased != 0 ? biased - Bias : 1 - Bias;
        bool lowerCloser = fraction == 0 && biased > 1;
        ulong odd = c & 1;
        int k = q * 1262611 - (lowerCloser ? 524031 : 0) >> 22;
        int h = q + (-k * 1741647 >> 19) + 1;
        UInt128 g = Powers[-k - MinPower];
        ulong lower = RoundToOdd(g, (4 * c - 2 + (lowerCloser ? 1UL : 0)) << h) + odd;
        ulong middle = RoundToOdd(g, 4 * c << h);
        ulong upper = RoundToOdd(g, (4 * c + 2) << h) - odd;
        ulong s = middle / 4;
        if (s >= 10)
        {
            ulong ten = s / 10;
            bool down = lower <= 40 * ten, up = 40 * ten + 40 <= upper;
            if (down != up)
            {
                exponent = k + 1;
                return up ? ten + 1 : ten;
            }
        }

        exponent = k;
        bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
        if (below != above) return above ? s + 1 : s;
        ulong half = 4 * s + 2;
        return middle > half || (middle == half && (s & 1) != 0) ? s + 1 : s;
    }

    private static ulong RoundToOdd(UInt128 g, ulong cp)
    {
        ulong high = Math.BigMul((ulong)g, cp, out _);
        ulong top = Math.BigMul((ulong)(g >> 64), cp, out ulong low);
        ulong sum = low + high;
        if (sum < low) top++;
        return top | (sum > 1 ? 1UL : 0);
    }

    /// <summary>The 128 leading bits of a power of ten, rounded up.</summary>
    private static UInt128 Power(int power)
    {
        if (power >= 0)
        {
            var exact = BigInteger.Pow(10, power);
            int shift = 128 - (int)exact.GetBitLength();
            return (UInt128)(shift >= 0 ? exact << shift : -(-exact >> -shift));
        }

        var divisor = BigInteger.Pow(10, -power);
        return (UInt128)(((BigInteger.One << 127 + (int)divisor.GetBitLength()) + divisor - 1) / divisor);
    }
}
