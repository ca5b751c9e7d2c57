namespace NetThreat.Learning.Drift;

/// <summary>The regularised incomplete gamma function.</summary>
internal static class IncompleteGamma
{
    private const int MaxTerms = 100_000;

    /// <summary>Lanczos' coefficients for g = 7, n = 9 (Godfrey 2001): 15 digits.</summary>
    private static readonly double[] Lanczos =
    [
        0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_6,
        12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
    ];

    /// <summary>Q(a, x) = Γ(a, x) / Γ(a), a > 0: the series below x = a + 1, Lentz's continued fraction above (DLMF 8.7.1, 8.9.2), so that small values keep their digits.</summary>
    public static double Upper(double a, double x)
    {
        if (x <= 0) return 1;
        double scale = Math.Exp(a * Math.Log(x) - x - LogGamma(a));
        return x < a + 1 ? 1 - scale * Series(a, x) : scale * Fraction(a, x);
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int k = 1; k < MaxTerms && Math.Abs(term) > Math.Abs(sum) * 1e-17; k++) sum += term *= x / (a + k);
        return sum;
    }

    private static double Fraction(double a, double x)
    {
        const double tiny = 1e-300;
        double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
        for (int i = 1; i < MaxTerms; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = an * d + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + an / c;
            if (Math.Abs(c) < tiny) c = tiny;
            double step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < 1e-16) break;
        }
        return h;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        double z = x - 1, sum = Lanczos[0], t = z + 7.5;
        for (int i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (z + i);
        return 0.5 * Math.Log(2 * Math.PI) + (z + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
