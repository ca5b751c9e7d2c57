using System.Globalization;
using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Reports;

/// <summary>The metrics of a model on rows that were held out, by name. What is undefined is left out.</summary>
internal static class ModelMetrics
{
    /// <summary>False-positive rates at which detection rates are given.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.001, 0.01, 0.05];

    private const int Replicates = 200;

    public static SortedDictionary<string, double> Of(HeldOutScores scores)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["rows"] = scores.Rows };
        if (scores.Labels.Length > 0) metrics["positive_rows"] = scores.Positive.Count(p => p);
        if (scores.HasBoth) Ranking(metrics, scores);
        if (scores.PValues.Length > 0) RealisedRates(metrics, scores);
        if (scores.Probabilities.Length > 0 && scores.Labels.Length > 0) Probabilities(metrics, scores);
        foreach (var undefined in metrics.Where(m => !double.IsFinite(m.Value)).Select(m => m.Key).ToList()) metrics.Remove(undefined);
        return metrics;
    }

    /// <summary>A rate as part of a name: 0.01 for one in a hundred.</summary>
    public static string Shown(double rate) => rate.ToString("0.#####", CultureInfo.InvariantCulture);

    private static void Ranking(SortedDictionary<string, double> metrics, HeldOutScores scores)
    {
        var ranking = new ScoreRanking(scores.Raw, scores.Positive);
        var interval = new Bootstrap { Replicates = Replicates }.Estimate([.. scores.Positive.Select(p => p ? 1 : 0)], times => ranking.RocAuc(times));
        metrics["roc_auc"] = interval.Value;
        metrics["roc_auc_low"] = interval.Low;
        metrics["roc_auc_high"] = interval.High;
        metrics["pr_auc"] = ranking.AveragePrecision();
        foreach (double rate in Rates) metrics[$"detection_rate_at_fpr_{Shown(rate)}"] = ranking.DetectionRateAt(rate);
    }

    /// <summary>The share of benign rows at or below a p-value: what a threshold on it costs.</summary>
    private static void RealisedRates(SortedDictionary<string, double> metrics, HeldOutScores scores)
    {
        var benign = scores.PValues.Where((_, i) => scores.Labels.Length == 0 || !scores.Positive[i]).ToArray();
        if (benign.Length == 0) return;
        foreach (double rate in Rates) metrics[$"false_positive_rate_at_p_{Shown(rate)}"] = (double)benign.Count(p => p <= rate) / benign.Length;
    }

    private static void Probabilities(SortedDictionary<string, double> metrics, HeldOutScores scores)
    {
        int classes = scores.Classes.Length;
        var confusion = new ConfusionMatrix(scores.Labels, MultiClassRanking.Predicted(scores.Probabilities, classes), classes);
        metrics["accuracy"] = confusion.Accuracy;
        metrics["balanced_accuracy"] = confusion.BalancedAccuracy;
        metrics["macro_f1"] = confusion.F1(Averaging.Macro);
        metrics["log_loss"] = ProbabilityMetrics.LogLoss(scores.Probabilities, classes, scores.Labels);
        for (int c = 0; c < classes; c++)
            if (confusion.Support(c) > 0) metrics[$"recall_{scores.Classes[c]}"] = confusion.Recall(c);
        metrics["expected_calibration_error"] = new ReliabilityBins(Clamped(scores.Raw), scores.Positive).ExpectedError;
        metrics["expected_calibration_error_worst_class"] = Enumerable.Range(0, classes)
            .Max(c => new ReliabilityBins(Clamped(MultiClassRanking.Column(scores.Probabilities, classes, c)), MultiClassRanking.Is(scores.Labels, c)).ExpectedError);
    }

    /// <summary>Sums of probabilities may be an ulp beyond 1.</summary>
    public static double[] Clamped(double[] probabilities) => [.. probabilities.Select(p => Math.Clamp(p, 0, 1))];
}
