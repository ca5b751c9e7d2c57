namespace NetThreat.Learning.Forests;

/// <summary>Path lengths as scores of isolation forests.</summary>
internal static class IsolationScores
{
    /// <summary>Turns sums of path lengths over the trees into 2^(-mean / c(rows per tree)), in (0, 1), higher for what is isolated sooner.</summary>
    public static void FromSums(Span<double> sums, int trees, int sampleSize)
    {
        double unit = trees * AveragePathLength.Of(sampleSize);
        foreach (ref double sum in sums) sum = Math.Pow(2, -sum / unit);
    }

    /// <summary>Most edges of a tree over so many rows: what is longer than the mean says nothing about anomalies.</summary>
    public static int HeightLimit(int sampleSize) => (int)Math.Ceiling(Math.Log2(sampleSize));
}
