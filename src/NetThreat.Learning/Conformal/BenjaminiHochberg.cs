namespace NetThreat.Learning.Conformal;

/// <summary>
/// Many tests at once (Benjamini and Hochberg 1995; for conformal p-values Bates et al. 2023, "Testing for outliers with conformal p-values"):
/// of the rows rejected at a level, at most that share is expected to be benign.
/// </summary>
public static class BenjaminiHochberg
{
    /// <summary>The smallest level at which each row is rejected: the minimum over j ≥ i of min(1, m p_(j) / j) with p sorted.</summary>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var sorted = pValues.ToArray();
        var rows = new int[sorted.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        Array.Sort(sorted, rows);
        var adjusted = new double[sorted.Length];
        double least = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            least = Math.Min(least, sorted.Length * sorted[i] / (i + 1));
            adjusted[rows[i]] = least;
        }
        return adjusted;
    }
}
