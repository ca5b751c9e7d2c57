namespace NetThreat.Learning.Calibration;

/// <summary>
/// The monotone function with the least weighted squared error, by pooling adjacent violators (Ayer et al. 1955; Best and Chakravarti 1990).
/// Rows of equal score are merged first.
/// </summary>
public sealed record IsotonicRegression
{
    public bool Increasing { get; init; } = true;

    /// <summary>Smallest value of the function.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value of the function.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <param name="weights">Not negative, one per row; empty for all 1. Rows of weight 0 are left out.</param>
    /// <exception cref="LearningException">No row, lengths that differ, a value that is not finite or a weight below 0.</exception>
    public IsotonicCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        var (x, y, w) = Merge(scores, targets, weights);
        Pool(y, w, Increasing ? 1 : -1);
        for (int i = 0; i < y.Length; i++) y[i] = Math.Clamp(y[i], Low, High);
        return Thin(x, y);
    }

    /// <summary>Sorted distinct scores, the weighted mean target of each and its weight.</summary>
    private static (double[] X, double[] Y, double[] W) Merge(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        if (scores.Length != targets.Length || (!weights.IsEmpty && weights.Length != scores.Length)) throw new LearningException($"{scores.Length} scores, {targets.Length} targets and {weights.Length} weights do not belong together");
        var keys = scores.ToArray();
        var rows = new int[keys.Length];
        for (int r = 0; r < rows.Length; r++) rows[r] = r;
        Array.Sort(keys, rows);
        List<double> x = [], y = [], w = [];
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[rows[i]], target = targets[rows[i]];
            if (!double.IsFinite(keys[i]) || !double.IsFinite(target) || !(weight >= 0 && double.IsFinite(weight))) throw new LearningException($"row {rows[i] + 1} has a score, target or weight that is not finite, or a negative weight");
            if (weight == 0) continue;
            if (x.Count == 0 || x[^1] != keys[i])
            {
                x.Add(keys[i]);
                y.Add(0);
                w.Add(0);
            }
            y[^1] += weight * target;
            w[^1] += weight;
        }
        if (x.Count == 0) throw new LearningException("no rows to fit a monotone function to");
        for (int i = 0; i < y.Count; i++) y[i] /= w[i];
        return ([.. x], [.. y], [.. w]);
    }

    /// <summary>Replaces runs that go the wrong way by their weighted mean.</summary>
    private static void Pool(double[] y, double[] w, int direction)
    {
        var (sums, weights, ends) = (new double[y.Length], new double[y.Length], new int[y.Length]);
        int blocks = 0;
        for (int i = 0; i < y.Length; i++)
        {
            (sums[blocks], weights[blocks], ends[blocks]) = (y[i] * w[i], w[i], i + 1);
            for (; blocks > 0 && direction * (sums[blocks - 1] / weights[blocks - 1] - sums[blocks] / weights[blocks]) >= 0; blocks--)
            {
                sums[blocks - 1] += sums[blocks];
                weights[blocks - 1] += weights[blocks];
                ends[blocks - 1] = ends[blocks];
            }
            blocks++;
        }
        for (int b = 0, i = 0; b < blocks; b++)
            for (; i < ends[b]; i++) y[i] = sums[b] / weights[b];
    }

    /// <summary>Leaves out the points within runs of one value: they say nothing.</summary>
    private static IsotonicCalibrator Thin(double[] x, double[] y)
    {
        var kept = Enumerable.Range(0, x.Length).Where(i => i == 0 || i == x.Length - 1 || y[i] != y[i - 1] || y[i] != y[i + 1]).ToArray();
        return new IsotonicCalibrator([.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])]);
    }
}
