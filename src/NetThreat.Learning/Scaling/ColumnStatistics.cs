namespace NetThreat.Learning.Scaling;

/// <summary>Location and spread of the values of one column.</summary>
public static class ColumnStatistics
{
    /// <summary>Mean and square root of the population variance, in two passes; the deviation of equal values is exactly 0.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values) sum += v;
        double mean = sum / values.Length, squares = 0, rest = 0;
        foreach (double v in values)
        {
            squares += (v - mean) * (v - mean);
            rest += v - mean;
        }
        // The rounding of the mean leaves a rest, whose square is taken out (Chan, Golub and LeVeque 1983).
        double variance = (squares - rest * rest / values.Length) / values.Length;
        bool constant = !values.ContainsAnyExcept(values[0]);
        return constant ? (values[0], 0) : (mean, Math.Sqrt(Math.Max(variance, 0)));
    }

    /// <summary>The quantile by linear interpolation at (n - 1) q of sorted values (Hyndman and Fan 1996, definition 7).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double q)
    {
        double place = (sorted.Length - 1) * q;
        int below = (int)place;
        if (below >= sorted.Length - 1) return sorted[^1];
        double low = sorted[below], high = sorted[below + 1], share = place - below;
        // From the nearer end, so that a place that rounding put just below an index still gives the value there.
        return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
    }
}
