namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>Weights of examples with which all classes count the same, and the mean weight stays.</summary>
internal static class ClassBalance
{
    /// <param name="weights">The examples' own weights; null for 1.</param>
    public static float[] Weights(int[] labels, int classes, float[]? weights)
    {
        var sums = new double[classes];
        for (int i = 0; i < labels.Length; i++) sums[labels[i]] += weights?[i] ?? 1;
        double share = sums.Sum() / sums.Count(s => s > 0);
        return [.. labels.Select((l, i) => sums[l] > 0 ? (float)((weights?[i] ?? 1) * share / sums[l]) : 0)];
    }
}
