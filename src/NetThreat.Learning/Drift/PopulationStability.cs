namespace NetThreat.Learning.Drift;

/// <summary>
/// The population stability index, Σ (q - p) ln(q / p) over bins: under 0.1 little, over 0.25 much has moved (rule of thumb). Shares are
/// floored at <see cref="Floor"/> and not made to sum to 1 again. Bins are closed on the right, the outer ones open.
/// </summary>
public static class PopulationStability
{
    public const double Floor = 1e-4;

    /// <summary>Of counts per bin or category.</summary>
    public static double Index(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        if (reference.Length != current.Length || reference.IsEmpty) throw new LearningException($"{reference.Length} bins of the reference, {current.Length} of the current sample");
        double n = Total(reference, "reference"), m = Total(current, "current"), sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double p = Math.Max(reference[i] / n, Floor), q = Math.Max(current[i] / m, Floor);
            sum += (q - p) * Math.Log(q / p);
        }
        return sum;
    }

    /// <summary>Of two samples over bins between the edges.</summary>
    public static double Index(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, ReadOnlySpan<double> edges) =>
        Index(Count(reference, edges), Count(current, edges));

    /// <summary>Values per bin, one bin more than edges: bin k holds (edge k-1, edge k].</summary>
    public static long[] Count(ReadOnlySpan<double> values, ReadOnlySpan<double> edges)
    {
        var counts = new long[edges.Length + 1];
        foreach (double value in values)
        {
            int bin = 0;
            while (bin < edges.Length && value > edges[bin]) bin++;
            counts[bin]++;
        }
        return counts;
    }

    /// <summary>The distinct quantiles 1/bins … of the reference, linearly interpolated.</summary>
    public static double[] QuantileEdges(ReadOnlySpan<double> reference, int bins = 10)
    {
        var sorted = TwoSample.Sorted(reference, nameof(reference));
        var edges = new double[bins - 1];
        for (int k = 1; k < bins; k++)
        {
            double place = (double)k / bins * (sorted.Length - 1);
            int low = (int)place, high = Math.Min(low + 1, sorted.Length - 1);
            // From the nearer end, as numpy does, so that equal neighbours give themselves.
            double share = place - low, step = sorted[high] - sorted[low];
            edges[k - 1] = share >= 0.5 ? sorted[high] - step * (1 - share) : sorted[low] + step * share;
        }
        return [.. edges.Distinct()];
    }

    /// <summary>Inner edges of bins of one width between the smallest and the largest value of the reference.</summary>
    public static double[] WidthEdges(ReadOnlySpan<double> reference, int bins = 10)
    {
        var sorted = TwoSample.Sorted(reference, nameof(reference));
        double low = sorted[0], step = (sorted[^1] - low) / bins;
        return [.. Enumerable.Range(1, bins - 1).Select(k => k * step + low)];
    }

    private static double Total(ReadOnlySpan<long> counts, string name)
    {
        long total = 0;
        foreach (long count in counts) total += count >= 0 ? count : throw new LearningException($"a count of {count} in the {name} sample");
        return total > 0 ? total : throw new LearningException($"the {name} sample is empty");
    }
}
