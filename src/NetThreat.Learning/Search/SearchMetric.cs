using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Search;

/// <summary>What a search maximises, computed on rows that the model did not see.</summary>
/// <param name="Name">In journals and messages.</param>
/// <param name="Of">The higher, the better; NaN where it is undefined, which counts as the worst.</param>
public sealed record SearchMetric(string Name, Func<ScoredRows, double> Of)
{
    /// <summary>Attacks against benign rows.</summary>
    public static SearchMetric RocAuc { get; } = new("roc-auc", rows => Ranking(rows).RocAuc());

    public static SearchMetric AveragePrecision { get; } = new("average-precision", rows => Ranking(rows).AveragePrecision());

    /// <summary>The mean F1 of all classes that the classifier knows.</summary>
    public static SearchMetric MacroF1 { get; } = new("macro-f1", rows => rows.ModelLabels() is { } labels && !rows.ModelClasses.IsEmpty
        ? new ConfusionMatrix(labels, MultiClassRanking.Predicted(rows.Outputs, rows.ModelClasses.Length), rows.ModelClasses.Length).F1(Averaging.Macro)
        : double.NaN);

    /// <summary>Minus the log loss of a classifier.</summary>
    public static SearchMetric LogLoss { get; } = new("log-loss", rows => rows.ModelLabels() is { } labels && !rows.ModelClasses.IsEmpty
        ? -ProbabilityMetrics.LogLoss(rows.Outputs, rows.ModelClasses.Length, labels)
        : double.NaN);

    /// <summary>All by name.</summary>
    public static IReadOnlyList<SearchMetric> All { get; } = [RocAuc, AveragePrecision, MacroF1, LogLoss, DetectionRate(0.01), DetectionRate(0.001)];

    /// <summary>The detection rate at a false-positive rate that is not exceeded.</summary>
    public static SearchMetric DetectionRate(double falsePositiveRate) =>
        new(FormattableString.Invariant($"detection-rate-at-{falsePositiveRate}"), rows => Ranking(rows).DetectionRateAt(falsePositiveRate));

    private static ScoreRanking Ranking(ScoredRows rows) => new(rows.AttackScores(), rows.Attacks());
}
