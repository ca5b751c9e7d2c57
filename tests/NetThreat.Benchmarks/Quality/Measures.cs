using NetThreat.Learning.Metrics;

namespace NetThreat.Benchmarks.Quality;

/// <summary>The metrics that the table reports.</summary>
internal static class Measures
{
    public const string Auc = "AUC", PrAuc = "PR-AUC", AtOne = "DR@FPR 1%", AtTenth = "DR@FPR 0.1%", F1At95 = "F1@95th", MacroF1 = "macro-F1", Error = "ECE", Accuracy = "accuracy";

    /// <summary>Detection rates are those at the largest realised false-positive rate of the test rows that does not exceed the one named.</summary>
    public static List<(string Metric, double Value)> Ranking(double[] scores, int[] labels)
    {
        var ranking = new ScoreRanking(scores, [.. labels.Select(l => l != 0)]);
        return [(Auc, ranking.RocAuc()), (PrAuc, ranking.AveragePrecision()), (AtOne, ranking.DetectionRateAt(0.01)), (AtTenth, ranking.DetectionRateAt(0.001))];
    }

    /// <summary>Adds what thresholds from validation normals give: F1 above their 95th percentile, and detection and false-positive rate above their 99th.</summary>
    public static void AddThresholds(List<(string Metric, double Value)> metrics, double[] scores, int[] labels, double[] normals)
    {
        double at95 = Scores.Quantile(normals, 0.95), at99 = Scores.Quantile(normals, 0.99);
        metrics.Add((F1At95, new ConfusionMatrix([.. labels.Select(l => Math.Min(l, 1))], [.. scores.Select(s => s > at95 ? 1 : 0)], 2).F1(1)));
        metrics.Add(("DR@99th", Share(scores, labels, at99, attack: true)));
        metrics.Add(("FPR@99th", Share(scores, labels, at99, attack: false)));
    }

    /// <summary>The share of each class's rows above a threshold.</summary>
    public static List<(string Class, double Recall)> Above(double[] scores, string[] classes, double threshold) =>
        [.. classes.Zip(scores).GroupBy(p => p.First, p => p.Second).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => ($"{g.Key} ({g.Count()})", g.Average(s => s > threshold ? 1.0 : 0)))];

    /// <summary>The threshold at which the false-positive rate of the rows themselves is at most the one named.</summary>
    public static double ThresholdAt(double[] scores, int[] labels, double rate) =>
        new ScoreRanking(scores, [.. labels.Select(l => l != 0)]).PointAt(rate).Threshold;

    public static SeedResult Classes(int[] predicted, int[] labels, IReadOnlyList<string> classes)
    {
        var matrix = new ConfusionMatrix(labels, predicted, classes.Count);
        return new SeedResult([(MacroF1, matrix.F1(Averaging.Macro)), (Accuracy, matrix.Accuracy)],
            [.. classes.Select((c, i) => ($"{c} ({matrix.Support(i)})", matrix.Recall(i)))]);
    }

    private static double Share(double[] scores, int[] labels, double threshold, bool attack) =>
        scores.Where((_, i) => labels[i] != 0 == attack).Average(s => s > threshold ? 1.0 : 0);
}
