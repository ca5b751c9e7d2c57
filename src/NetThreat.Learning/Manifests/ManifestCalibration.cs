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
/// The calibration. Conformal: how many of <see cref="Rows"/> calibration scores lie above each of some scores. For a score between two of
/// them the count of the lower one is taken, so that a p-value is never too small (Vovk, Gammerman and Shafer, "Algorithmic Learning in a
/// Random World", 2005: p = (1 + #{calibration ≥ s}) / (n + 1)).
/// </summary>
/// <param name="Rows">Calibration rows.</param>
/// <param name="Scores">Ascending raw scores of benign rows; may be empty for <see cref="CalibrationMethod.Inside"/>.</param>
/// <param name="Above">Calibration rows with a higher score; descending.</param>
public sealed record ManifestCalibration(CalibrationMethod Method, long Rows, IReadOnlyList<double> Scores, IReadOnlyList<long> Above)
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
        for (int last = sorted.Length - 1; last >= 0;)
        {
            int first = last;
            while (first > 0 && sorted[first - 1] == sorted[last]) first--;
            knots.Add(sorted[last]);
            counts.Add(sorted.Length - 1 - last);
            if (first == 0) break;
            last = Math.Max(0, first - Math.Max(1, (sorted.Length - first) / 32));
            while (sorted[last + 1] == sorted[last]) last++;
        }
        knots.Reverse();
        counts.Reverse();
        return new(CalibrationMethod.Conformal, sorted.Length, knots, counts);
    }
}
