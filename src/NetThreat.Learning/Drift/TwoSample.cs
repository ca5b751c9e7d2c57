using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Drift;

/// <summary>A statistic and the probability of one as large without drift.</summary>
public readonly record struct DriftTest(double Statistic, double PValue);

/// <summary>Distances between two samples of one quantity. Values are finite; neither sample is empty.</summary>
public static class TwoSample
{
    /// <summary>Up to this many lattice points the exact distribution is computed.</summary>
    private const long ExactUpTo = 10_000_000;

    /// <summary>Kolmogorov-Smirnov: the largest distance of the distribution functions, with the exact p-value for samples up to 10⁷ = n m, else that of the limit.</summary>
    public static DriftTest KolmogorovSmirnov(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double d = KolmogorovSmirnovStatistic(reference, current);
        int n = reference.Length, m = current.Length;
        return new(d, (long)n * m <= ExactUpTo ? Kolmogorov.Exact(d, n, m) : Kolmogorov.Limit(Math.Sqrt((double)n * m / ((double)n + m)) * d));
    }

    /// <summary>sup |F1 - F2|.</summary>
    public static double KolmogorovSmirnovStatistic(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double[] a = Sorted(reference, nameof(reference)), b = Sorted(current, nameof(current));
        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value) i++;
            while (j < b.Length && b[j] <= value) j++;
            largest = Math.Max(largest, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }
        return largest;
    }

    /// <summary>Wasserstein-1 (earth mover's) distance: the integral of |F1 - F2|, in the unit of the values.</summary>
    public static double Wasserstein(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double[] a = Sorted(reference, nameof(reference)), b = Sorted(current, nameof(current));
        double[] all = [.. a, .. b], areas = new double[all.Length - 1];
        Array.Sort(all);
        for (int k = 0, i = 0, j = 0; k < areas.Length; k++)
        {
            while (i < a.Length && a[i] <= all[k]) i++;
            while (j < b.Length && b[j] <= all[k]) j++;
            areas[k] = (all[k + 1] - all[k]) * Math.Abs((double)i / a.Length - (double)j / b.Length);
        }
        return PairwiseSum.Of(areas);
    }

    internal static double[] Sorted(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty) throw new LearningException($"the {name} sample is empty");
        var sorted = values.ToArray();
        int bad = Array.FindIndex(sorted, v => !double.IsFinite(v));
        if (bad >= 0) throw new LearningException($"value {bad + 1} of the {name} sample is not finite");
        Array.Sort(sorted);
        return sorted;
    }
}
