using NetThreat.Learning.Conformal;

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

    /// <summary>The table of <see cref="ConformalCalibrator.Fit"/>.</summary>
    /// <param name="scores">Finite raw scores of benign rows, in any order; at least one.</param>
    public static ManifestCalibration Conformal(ReadOnlySpan<double> scores)
    {
        var table = ConformalCalibrator.Fit(scores);
        return new(CalibrationMethod.Conformal, table.Rows, table.Scores.ToArray(), table.Above.ToArray());
    }
}
