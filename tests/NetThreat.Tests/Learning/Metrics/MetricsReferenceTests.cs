using System.Text.Json;
using NetThreat.Learning.Metrics;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Metrics;

public sealed class MetricsReferenceTests
{
    private const double Tolerance = 1e-12;

    private static JsonElement[] Binary => [.. Reference.Read("metrics.json").GetProperty("binary").EnumerateArray()];

    private static JsonElement[] MultiClass => [.. Reference.Read("metrics.json").GetProperty("multiclass").EnumerateArray()];

    [DataFact]
    public void Rankings_of_every_binary_case()
    {
        Assert.Equal(12, Binary.Length);
        foreach (var c in Binary)
        {
            var ranking = new ScoreRanking(Scores(c), Labels(c));
            var expected = c.GetProperty("ranking");
            Near(expected, "roc_auc", ranking.RocAuc(), c);
            Near(expected, "average_precision", ranking.AveragePrecision(), c);
            Near(expected, "tpr_at_fpr_1_percent", ranking.DetectionRateAt(0.01), c);
            Near(expected, "fpr_at_tpr_95_percent", ranking.FalsePositiveRateAt(0.95), c);
            if (expected.GetProperty("roc") is not { ValueKind: JsonValueKind.Object } roc) continue;
            var points = ranking.Points();
            double[] fpr = roc.GetProperty("fpr").Numbers(), tpr = roc.GetProperty("tpr").Numbers(), thresholds = roc.GetProperty("thresholds").Numbers();
            Assert.Equal(fpr.Length, points.Count);
            Assert.Equal(double.PositiveInfinity, points[0].Threshold);
            for (int i = 0; i < fpr.Length; i++)
            {
                Reference.Near(fpr[i], points[i].FalsePositiveRate, Tolerance, $"{c.Name()}: fpr {i}");
                Reference.Near(tpr[i], points[i].TruePositiveRate, Tolerance, $"{c.Name()}: tpr {i}");
                if (i > 0) Assert.Equal(thresholds[i], points[i].Threshold);
            }
        }
    }

    [DataFact]
    public void Probabilities_of_every_binary_case()
    {
        foreach (var c in Binary)
        {
            var (scores, labels) = (Scores(c), Labels(c));
            Near(c, "log_loss", ProbabilityMetrics.LogLoss(scores, labels), c);
            Near(c, "brier", ProbabilityMetrics.Brier(scores, labels), c);
            var expected = c.GetProperty("calibration");
            var bins = new ReliabilityBins(scores, labels);
            Assert.Equal(expected.GetProperty("count").Wholes(), bins.Bins.ToArray().Select(b => b.Rows));
            Assert.Equal(expected.GetProperty("bin_edges").Numbers(), bins.Bins.ToArray().Select(b => b.From).Append(1));
            All(expected.GetProperty("mean_score"), bins.Bins.ToArray().Select(b => b.MeanProbability), $"{c.Name()}: mean score");
            All(expected.GetProperty("positive_rate"), bins.Bins.ToArray().Select(b => b.PositiveRate), $"{c.Name()}: positive rate");
            Near(expected, "ece", bins.ExpectedError, c);
            Near(expected, "mce", bins.MaximumError, c);
        }
    }

    [DataFact]
    public void Decisions_of_every_binary_case()
    {
        foreach (var c in Binary)
        {
            var expected = c.GetProperty("at_half");
            var matrix = new ConfusionMatrix(c.GetProperty("y").Wholes(), [.. Scores(c).Select(s => s >= 0.5 ? 1 : 0)], 2);
            Counts(expected, matrix);
            Near(expected, "accuracy", matrix.Accuracy, c);
            Near(expected, "balanced_accuracy", matrix.BalancedAccuracy, c);
            Near(expected, "matthews", matrix.Matthews, c);
            foreach (var (name, binary, averaged) in Averaged(matrix))
            {
                Near(expected.GetProperty(name), "binary", binary(1), c);
                Near(expected.GetProperty(name), "macro", averaged(Averaging.Macro), c);
                Near(expected.GetProperty(name), "weighted", averaged(Averaging.Weighted), c);
            }
        }
    }

    [DataFact]
    public void Every_case_of_several_classes()
    {
        Assert.Equal(4, MultiClass.Length);
        foreach (var c in MultiClass)
        {
            int classes = c.GetProperty("labels").GetArrayLength();
            var labels = c.GetProperty("y").Wholes();
            var matrix = new ConfusionMatrix(labels, c.GetProperty("predicted").Wholes(), classes);
            Counts(c, matrix);
            Near(c, "accuracy", matrix.Accuracy, c);
            Near(c, "balanced_accuracy", matrix.BalancedAccuracy, c);
            Near(c, "matthews", matrix.Matthews, c);
            Near(c, "cohen_kappa", matrix.Kappa, c);
            foreach (var (name, single, averaged) in Averaged(matrix))
            {
                All(c.GetProperty(name).GetProperty("per_class"), Enumerable.Range(0, classes).Select(single), $"{c.Name()}: {name}");
                Near(c.GetProperty(name), "macro", averaged(Averaging.Macro), c);
                Near(c.GetProperty(name), "micro", averaged(Averaging.Micro), c);
                Near(c.GetProperty(name), "weighted", averaged(Averaging.Weighted), c);
            }
            if (!c.TryGetProperty("probabilities", out var table)) continue;
            double[] probabilities = [.. table.Table().SelectMany(p => p)];
            Near(c, "log_loss", ProbabilityMetrics.LogLoss(probabilities, classes, labels), c);
            Near(c, "roc_auc_one_vs_rest_macro", MultiClassRanking.RocAuc(probabilities, classes, labels, Averaging.Macro), c);
            Near(c, "roc_auc_one_vs_rest_weighted", MultiClassRanking.RocAuc(probabilities, classes, labels, Averaging.Weighted), c);
            Assert.Equal(c.GetProperty("predicted").Wholes(), MultiClassRanking.Predicted(probabilities, classes));
        }
    }

    [DataFact]
    public void Every_case_of_fairness()
    {
        var cases = Reference.Read("fairness.json").GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(6, cases.Length);
        foreach (var c in cases)
        {
            var metrics = new GroupMetrics([.. c.GetProperty("y").Wholes().Select(v => v == 1)], [.. c.GetProperty("predicted").Wholes().Select(v => v == 1)], c.GetProperty("group").Texts());
            Assert.Equal(c.GetProperty("by_group").EnumerateObject().Select(g => g.Name).Order(StringComparer.Ordinal), metrics.Groups.Select(g => g.Group));
            foreach (var group in metrics.Groups)
            {
                var expected = c.GetProperty("by_group").GetProperty(group.Group);
                Assert.Equal(c.GetProperty("group_size").GetProperty(group.Group).GetInt32(), group.Rows);
                Near(expected, "selection_rate", group.SelectionRate, c);
                Near(expected, "true_positive_rate", group.TruePositiveRate, c);
                Near(expected, "false_positive_rate", group.FalsePositiveRate, c);
                Near(expected, "false_negative_rate", group.FalseNegativeRate, c);
            }
            Near(c, "demographic_parity_difference", metrics.DemographicParityDifference, c);
            Near(c, "demographic_parity_ratio", metrics.DemographicParityRatio, c);
            Near(c, "equalized_odds_difference", metrics.EqualizedOddsDifference, c);
            Near(c, "equalized_odds_ratio", metrics.EqualizedOddsRatio, c);
            Near(c, "equalized_odds_difference_mean", metrics.EqualizedOddsMeanDifference, c);
            Near(c, "equal_opportunity_difference", metrics.EqualOpportunityDifference, c);
            Near(c, "equal_opportunity_ratio", metrics.EqualOpportunityRatio, c);
        }
    }

    private static double[] Scores(JsonElement c) => c.GetProperty("score").Numbers();

    private static bool[] Labels(JsonElement c) => [.. c.GetProperty("y").Wholes().Select(v => v == 1)];

    private static IEnumerable<(string Name, Func<int, double> Single, Func<Averaging, double> Averaged)> Averaged(ConfusionMatrix m) =>
        [("precision", m.Precision, m.Precision), ("recall", m.Recall, m.Recall), ("f1", m.F1, m.F1)];

    private static void Counts(JsonElement expected, ConfusionMatrix matrix)
    {
        int[][] counts = [.. expected.GetProperty("confusion_matrix").EnumerateArray().Select(r => r.Wholes())];
        for (int t = 0; t < counts.Length; t++)
            for (int p = 0; p < counts.Length; p++)
                Assert.Equal(counts[t][p], matrix[t, p]);
    }

    private static void All(JsonElement expected, IEnumerable<double> actual, string what)
    {
        foreach (var (e, a) in expected.Numbers().Zip(actual)) Reference.Near(e, a, Tolerance, what);
    }

    private static void Near(JsonElement expected, string property, double actual, JsonElement of) =>
        Reference.Near(expected.GetProperty(property).Number(), actual, Tolerance, $"{of.Name()}: {property}");
}
