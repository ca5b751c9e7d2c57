using System.Text.Json;
using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Evaluation;

/// <summary>
/// Everything that is told about a model's quality on labelled rows: by <c>netthreat evaluate</c>, on cards and in the table of results.
/// Numbers that are not defined for the rows (one class only) are null. The same rows and options give the same report to the bit.
/// </summary>
public sealed record EvaluationReport
{
    public required int Rows { get; init; }

    /// <summary>Rows that are not benign.</summary>
    public required int Attacks { get; init; }

    /// <summary>The class that means "nothing is wrong".</summary>
    public required string Benign { get; init; }

    /// <summary>Attacks against benign rows, by order alone.</summary>
    public required RankingReport Ranking { get; init; }

    /// <summary>Attacks against benign rows at the threshold in use; null without one.</summary>
    public DecisionReport? Decisions { get; init; }

    /// <summary>The likeliest class against the true one; null for anomaly models, and where a row is of a class that the model does not know.</summary>
    public ClassificationReport? Classification { get; init; }

    /// <summary>What the probabilities are worth; null as for <see cref="Classification"/>.</summary>
    public ProbabilityReport? Probabilities { get; init; }

    /// <summary>One per class that rows are of, in the order of the classes.</summary>
    public required IReadOnlyList<ClassReport> Classes { get; init; }

    /// <summary>Decisions by group (capture, host, site), at the threshold in use or at the last of the rates; empty without groups.</summary>
    public IReadOnlyList<GroupRates> Groups { get; init; } = [];

    /// <summary>Falling thresholds, at most <see cref="EvaluationOptions.CurvePoints"/>: the ROC and the precision-recall curve.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Evaluates scored rows.</summary>
    /// <exception cref="LearningException">The parts do not belong together, or a score is no number.</exception>
    public static EvaluationReport Of(ScoredRows rows, EvaluationOptions? options = null) => new Evaluator(rows, options ?? new()).Report();

    /// <summary>UTF-8, indented.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EvaluationJson.Default.EvaluationReport);

    /// <exception cref="LearningException">Not such a report.</exception>
    public static EvaluationReport FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport) ?? throw new LearningException("the evaluation is empty");
        }
        catch (JsonException e)
        {
            throw new LearningException($"the evaluation cannot be read at line {e.LineNumber + 1}", e);
        }
    }

    /// <summary>The main numbers by snake_case name, those that are defined: for manifests and comparisons.</summary>
    public IReadOnlyDictionary<string, double> Summary()
    {
        var all = new SortedDictionary<string, double?>(StringComparer.Ordinal)
        {
            ["roc_auc"] = Ranking.RocAuc.Value,
            ["average_precision"] = Ranking.AveragePrecision.Value,
            ["accuracy"] = Classification?.Accuracy,
            ["balanced_accuracy"] = Classification?.BalancedAccuracy,
            ["macro_f1"] = Classification?.MacroF1.Value,
            ["matthews"] = Classification?.Matthews,
            ["log_loss"] = Probabilities?.LogLoss,
            ["brier"] = Probabilities?.Brier,
            ["expected_calibration_error"] = Probabilities?.ExpectedError,
            ["f1_at_threshold"] = Decisions?.F1.Value,
            ["detection_rate_at_threshold"] = Decisions?.DetectionRate.Value,
            ["false_positive_rate_at_threshold"] = Decisions?.FalsePositiveRate.Value,
        };
        foreach (var d in Ranking.Detection) all[FormattableString.Invariant($"detection_rate_at_fpr_{d.Limit:0.######}")] = d.DetectionRate.Value;
        return new SortedDictionary<string, double>(all.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!.Value), StringComparer.Ordinal);
    }
}
