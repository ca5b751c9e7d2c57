namespace NetThreat.Core.Scores;

/// <summary>
/// Joins p-values of tests that depend on each other, as models of the same flow do: the mean of Cauchy variates is Cauchy whatever their
/// dependence, in the tail that matters (Liu and Xie, "Cauchy combination test", JASA 2020).
/// </summary>
public static class CauchyCombination
{
    /// <summary>The joint p-value, 0 to 1; NaN of none.</summary>
    /// <param name="pValues">Each 0 to 1; 0 and 1 are taken as the nearest values that have a variate.</param>
    public static double Of(ReadOnlySpan<double> pValues)
    {
        if (pValues.IsEmpty) return double.NaN;
        double sum = 0;
        foreach (double p in pValues) sum += Variate(Math.Clamp(p, 1e-15, 1 - 1e-15));
        double mean = sum / pValues.Length;
        // Far out the arc tangent rounds to a right angle; the tail is 1 / (pi t).
        return mean > 1e15 ? 1 / (Math.PI * mean) : Math.Clamp(0.5 - Math.Atan(mean) / Math.PI, 0, 1);
    }

    private static double Variate(double p) => Math.Tan((0.5 - p) * Math.PI);
}
