namespace NetThreat.Learning.Profiles;

/// <summary>Where a column lies and how far it spreads, by statistics that up to half of the rows cannot move far.</summary>
/// <param name="Median">The middle value.</param>
/// <param name="Deviation">A standard deviation for normal data; positive.</param>
public readonly record struct RobustScale(double Median, double Deviation)
{
    /// <summary>Median absolute deviation to standard deviation of a normal distribution: 1 / Φ⁻¹(¾).</summary>
    private const double MadToSigma = 1.482_602_218_505_602;

    /// <summary>Mean absolute deviation to standard deviation of a normal distribution: √(π/2).</summary>
    private const double MeanToSigma = 1.253_314_137_315_500_3;

    public double Z(double value) => (value - Median) / Deviation;

    /// <summary>
    /// Of the values that are there (NaN is left out). More than half of them equal: the mean absolute deviation stands in for the median
    /// one (Iglewicz and Hoaglin, "How to detect and handle outliers", 1993); all equal, or none there: the deviation is one unit.
    /// </summary>
    public static RobustScale Of(ReadOnlySpan<float> values)
    {
        var there = new double[values.Length];
        int count = 0;
        foreach (float value in values)
        {
            if (!float.IsNaN(value)) there[count++] = value;
        }
        if (count == 0) return new(0, 1);
        var sorted = there.AsSpan(0, count);
        double median = MedianOf(sorted), mean = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = Math.Abs(sorted[i] - median);
            mean += sorted[i] / count;
        }
        double mad = MedianOf(sorted);
        double deviation = mad > 0 ? mad * MadToSigma : mean * MeanToSigma;
        return new(median, deviation > 0 ? deviation : 1);
    }

    private static double MedianOf(Span<double> values)
    {
        values.Sort();
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
