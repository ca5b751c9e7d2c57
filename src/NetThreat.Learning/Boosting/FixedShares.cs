namespace NetThreat.Learning.Boosting;

/// <summary>Work in parts that do not depend on the number of threads, so that results do not either.</summary>
internal static class FixedShares
{
    private const int Rows = 8192;

    /// <summary>Does every part once, on up to <paramref name="threads"/> threads.</summary>
    public static void Each(int parts, int threads, Action<int> part)
    {
        if (threads > 1 && parts > 1) Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part);
        else for (int i = 0; i < parts; i++) part(i);
    }

    /// <summary>The rows in stretches of a fixed length: from, to.</summary>
    public static void OfRows(int rows, int threads, Action<int, int> stretch) =>
        Each((rows + Rows - 1) / Rows, threads, i => stretch(i * Rows, Math.Min(rows, (i + 1) * Rows)));
}
