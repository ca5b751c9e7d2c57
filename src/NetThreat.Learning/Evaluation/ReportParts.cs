using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Evaluation;

/// <summary>A number with the ends of its confidence interval; null where undefined.</summary>
public sealed record Estimate(double? Value, double? Low, double? High)
{
    internal static Estimate Of(Interval interval) => new(Defined(interval.Value), Defined(interval.Low), Defined(interval.High));

    internal static double? Defined(double value) => double.IsFinite(value) ? value : null;
}

/// <param name="RocAuc">Area under the ROC curve.</param>
/// <param name="AveragePrecision">Area under the precision-recall curve (PR-AUC), as a step function.</param>
/// <param name="Detection">The detection rate at each of the false-positive rates.</param>
public sealed record RankingReport(Estimate RocAuc, Estimate AveragePrecision, IReadOnlyList<DetectionAtRate> Detection);

/// <param name="Limit">The largest false-positive rate allowed.</param>
/// <param name="DetectionRate">Share of the attacks found at the lowest threshold that keeps the limit on these rows.</param>
/// <param name="Realised">The false-positive rate there.</param>
/// <param name="Threshold">That threshold; null where it flags nothing.</param>
public sealed record DetectionAtRate(double Limit, Estimate DetectionRate, double? Realised, double? Threshold);

/// <summary>Rows with a score at or above a threshold are flagged.</summary>
public sealed record DecisionReport(double Threshold, Estimate DetectionRate, Estimate FalsePositiveRate, Estimate Precision, Estimate F1, double Matthews);

/// <param name="Confusion">Rows by true class (outer) and predicted class, in the order of the model's classes.</param>
public sealed record ClassificationReport(
    IReadOnlyList<string> Classes, double Accuracy, double BalancedAccuracy, Estimate MacroF1, double WeightedF1, double Matthews, double? Kappa, IReadOnlyList<IReadOnlyList<long>> Confusion);

/// <param name="ExpectedError">Expected calibration error (ECE) over ten bins: of the second class where there are two, else of the likeliest class.</param>
/// <param name="MaximumError">The largest gap of a bin.</param>
public sealed record ProbabilityReport(double LogLoss, double Brier, double ExpectedError, double MaximumError, IReadOnlyList<BinReport> Bins);

/// <summary>A bar of the reliability diagram; mean and rate are null in an empty bin.</summary>
public sealed record BinReport(double From, double To, int Rows, double? MeanProbability, double? PositiveRate);

/// <param name="Detected">Share of the class's rows at or above the threshold at the last of the rates (for the benign class: its false-positive rate); null where undefined.</param>
/// <param name="Recall">Share that the classifier names rightly; this and the following are null without a <see cref="ClassificationReport"/>.</param>
/// <param name="RocAuc">Against all other classes, by the class's probability.</param>
/// <param name="ExpectedError">Expected calibration error of the class's probability.</param>
public sealed record ClassReport(string Name, int Rows, double? Detected, double? Recall, double? Precision, double? F1, double? RocAuc, double? ExpectedError);

/// <param name="Threshold">Null where nothing is flagged.</param>
public sealed record CurvePoint(double? Threshold, double? FalsePositiveRate, double? TruePositiveRate, double Precision);
