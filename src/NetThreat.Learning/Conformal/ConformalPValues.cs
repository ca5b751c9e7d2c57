namespace NetThreat.Learning.Conformal;

/// <summary>
/// Split-conformal p-values of anomaly scores (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005): of a benign row,
/// exchangeable with the calibration rows, P(p ≤ alpha) ≤ alpha for every alpha and every model.
/// </summary>
public sealed class ConformalPValues
{
    private readonly double[] _sorted;

    /// <param name="calibration">Finite scores of benign rows that the model was not fitted on; at least one.</param>
    public ConformalPValues(ReadOnlySpan<double> calibration)
    {
        if (calibration.IsEmpty) throw new LearningException("no calibration rows: hold out some benign rows");
        _sorted = calibration.ToArray();
        Array.Sort(_sorted);
        if (!double.IsFinite(_sorted[0]) || !double.IsFinite(_sorted[^1])) throw new LearningException("a calibration score is not finite");
    }

    public int Rows => _sorted.Length;

    /// <summary>(1 + #{calibration ≥ s}) / (n + 1).</summary>
    public double Of(double score) => (1.0 + Rows - Below(score)) / (Rows + 1.0);

    /// <summary>(#{calibration > s} + u (1 + #{calibration = s})) / (n + 1): exactly uniform on benign rows.</summary>
    /// <param name="u">A uniform draw from [0, 1).</param>
    public double Smoothed(double score, double u)
    {
        int below = Below(score), notAbove = Below(Math.BitIncrement(score));
        return (Rows - notAbove + u * (1 + notAbove - below)) / (Rows + 1.0);
    }

    /// <summary>Scores above this have p ≤ alpha; null where there are too few calibration rows for any such score.</summary>
    public double? Threshold(double alpha)
    {
        // A ceiling must not be one too high because 0.95 * 200 is not quite 190.
        int k = (int)Math.Ceiling((Rows + 1) * (1 - alpha) - 1e-9);
        return k > Rows ? null : _sorted[Math.Max(k, 1) - 1];
    }

    /// <summary>Calibration scores below this one.</summary>
    private int Below(double score)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_sorted[middle] < score) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
