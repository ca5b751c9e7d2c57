namespace NetThreat.Learning.Forests;

/// <summary>
/// c(n): the mean path length of an unsuccessful search in a binary search tree of n values, which is what an isolation tree would add
/// below a leaf of n rows, and what scores are measured in (Liu, Ting, Zhou, "Isolation Forest", 2008, equation 1).
/// </summary>
public static class AveragePathLength
{
    private const double EulerGamma = 0.577_215_664_901_532_9;

    /// <summary>0 up to one row, 1 for two, else 2 (ln(n - 1) + γ) - 2 (n - 1) / n, with the logarithm in place of the harmonic number like scikit-learn.</summary>
    public static double Of(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(rows - 1.0) + EulerGamma) - 2 * (rows - 1.0) / rows,
    };
}
