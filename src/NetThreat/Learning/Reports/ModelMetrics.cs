using System.Globalization;
using NetThreat.Learning.Evaluation;

namespace NetThreat.Learning.Reports;

/// <summary>The metrics of a model on rows that were held out, by name. What is undefined is left out.</summary>
internal static class ModelMetrics
{
    /// <summary>False-positive rates at which detection rates are given.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.001, 0.01, 0.05];

    /// <param name="report">Of the same rows; null where nobody knows what they are.</param>
    public static SortedDictionary<string, double> Of(HeldOutScores scores, EvaluationReport? report)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["rows"] = scores.Rows };
        if (scores.PValues.Length > 0) RealisedRates(metrics, scores);
        if (report is null) return metrics;
        metrics["positive_rows"] = report.Attacks;
        foreach (var (name, value) in report.Summary()) metrics[name] = value;
        if (report.Classification is not null)
            foreach (var c in report.Classes)
                if (c.Recall is { } recall) metrics[$"recall_{c.Name}"] = recall;
        foreach (var undefined in metrics.Where(m => !double.IsFinite(m.Value)).Select(m => m.Key).ToList()) metrics.Remove(undefined);
        return metrics;
    }

    /// <summary>Sums of probabilities may be an ulp beyond 1.</summary>
    public static double[] Clamped(double[] probabilities) => [.. probabilities.Select(p => Math.Clamp(p, 0, 1))];

    /// <summary>The share of benign rows at or below a p-value: what a threshold on it costs.</summary>
    private static void RealisedRates(SortedDictionary<string, double> metrics, HeldOutScores scores)
    {
        var benign = scores.PValues.Where((_, i) => scores.Labels.Length == 0 || !scores.Positive[i]).ToArray();
        if (benign.Length == 0) return;
        foreach (double rate in Rates) metrics[$"false_positive_rate_at_p_{rate.ToString("0.#####", CultureInfo.InvariantCulture)}"] = (double)benign.Count(p => p <= rate) / benign.Length;
    }
}
