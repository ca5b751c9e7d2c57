namespace NetThreat.Core.Randomness;

/// <summary>
/// Logarithm and exponential from the four IEEE 754 operations alone. The ones of the runtime call the platform's C library, whose last
/// bits differ between systems; what is made from a seed must not.
/// </summary>
public static class PortableMath
{
    private const double Ln2 = 0.693_147_180_559_945_3;

    /// <summary>Natural logarithm of a positive, normal number, to about 15 digits: ln(2^e m) = e ln 2 + 2 artanh((m - 1) / (m + 1)).</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52 & 0x7FF) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.414_213_562_373_095_1) (m, exponent) = (m / 2, exponent + 1);
        double s = (m - 1) / (m + 1), square = s * s, power = s, sum = s;
        for (int k = 3; k <= 21; k += 2) sum += (power *= square) / k;
        return exponent * Ln2 + 2 * sum;
    }

    /// <summary>e to the <paramref name="x"/> for |x| up to 700: 2^k times the Taylor series of the rest.</summary>
    public static double Exp(double x)
    {
        int k = (int)Math.Floor(x / Ln2 + 0.5);
        double r = x - k * Ln2, term = 1, sum = 1;
        for (int i = 1; i <= 17; i++) sum += term *= r / i;
        return sum * BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
    }
}
