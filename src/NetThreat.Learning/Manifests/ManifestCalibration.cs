namespace NetThreat.Learning.Manifests;

/// <summary>How raw scores become numbers with a meaning.</summary>
public enum CalibrationMethod
{
    /// <summary>Split-conformal p-values from scores of benign rows that were not trained on.</summary>
    Conformal,

    /// <summary>The model's outputs are calibrated probabilities already; a table of scores may give p-values beside them.</summary>
    Inside,
}

/// <summary>
/// The calibration. Conformal: how many of <see cref="Rows"/> calibration scores lie at or above each of some scores. Between two of them the
/// count of the lower one is taken, so that a p-value is never too small (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random
/// World", 2005: p = (1 + #{calibration ≥ s}) / (n + 1)).
/// </summary>
/// <param name="Rows">Calibration rows.</param>
/// <param name="Scores">Ascending raw scores of benign rows; may be empty for <see cref="CalibrationMethod.Inside"/>.</param>
/// <param name="AtLeast">Calibration rows with at least that score; descending.</param>
public sealed record ManifestCalibration(CalibrationMethod Method, long Rows, IReadOnlyList<double> Scores, IReadOnlyList<long> AtLeast)
{
    /// <summary>Probabilities that need no table.</summary>
    public static ManifestCalibration Inside(long rows) => new(CalibrationMethod.Inside, rows, [], []);

    /// <summary>
    /// The table of scores: exact in the upper tail, where alarms are, and sparser by one part in 32 of the count below it: the p-value of a
    /// row is at most 4 % above the exact one.
    /// </summary>
    /// <param name="scores">Finite raw scores of benign rows, in any order; at least one.</param>
    public static ManifestCalibration Conformal(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty) throw new LearningException("no calibration rows: hold out some benign rows");
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        List<double> knots = [];
        List<long> counts = [];
        for (int i = sorted.Length - 1; i >= 0;)
        {
            int first = i;
            while (first > 0 && sorted[first - 1] == sorted[first]) first--;
            knots.Add(sorted[first]);
            counts.Add(sorted.Length - first);
            int step = Math.Max(1, (sorted.Length - first) / 32);
            i = first == 0 ? -1 : Math.Max(0, first - step);
        }
        knots.Reverse();
        counts.Reverse();
        return new(CalibrationMethod.Conformal, sorted.Length, knots, counts);
    }
}
