using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Tables;
using NetThreat.Tests.Learning.Pipelines;

namespace NetThreat.Tests.Learning.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly EvaluationOptions Quick = new() { Bootstrap = new Bootstrap { Replicates = 100, Seed = 1 } };

    [Fact]
    public void An_anomaly_model_is_judged_by_order_and_by_class()
    {
        var random = new Xoshiro256(41);
        int[] labels = [.. Enumerable.Range(0, 3000).Select(_ => random.Next(10) switch { 0 => 1, 1 => 2, _ => 0 })];
        // Scans stand out, the slow attack does not.
        double[] scores = [.. labels.Select(l => random.NextDouble() + (l == 1 ? 1.5 : 0))];
        var report = EvaluationReport.Of(new ScoredRows(scores, [], labels, ["benign", "scan", "slow"]) { Groups = [.. labels.Select((_, r) => r % 2 == 0 ? "a.pcap" : "b.pcap")] }, Quick with { Threshold = 1 });
        Assert.Equal((3000, labels.Count(l => l != 0), "benign"), (report.Rows, report.Attacks, report.Benign));
        Assert.Equal(["benign", "scan", "slow"], report.Classes.Select(c => c.Name));
        Assert.Equal(1, report.Classes[1].Detected);
        Assert.InRange(report.Classes[2].Detected!.Value, 0, 0.05);
        Assert.InRange(report.Classes[0].Detected!.Value, 0, 0.01);
        Assert.Equal([0.001, 0.01], report.Ranking.Detection.Select(d => d.Limit));
        Assert.All(report.Ranking.Detection, d => Assert.InRange(d.Realised!.Value, 0, d.Limit));
        Assert.Null(report.Classification);
        Assert.Equal(0, report.Decisions!.FalsePositiveRate.Value);
        Assert.Equal(1, report.Decisions.Precision.Value);
        Assert.Equal(["a.pcap", "b.pcap"], report.Groups.Select(g => g.Group));
        Assert.InRange(report.Curve.Count, 50, 200);
        Assert.Equal((0.0, 0.0), (report.Curve[0].FalsePositiveRate, report.Curve[0].TruePositiveRate));
        Assert.Equal((1.0, 1.0), (report.Curve[^1].FalsePositiveRate, report.Curve[^1].TruePositiveRate));
        Assert.True(report.Ranking.RocAuc.Low < report.Ranking.RocAuc.Value && report.Ranking.RocAuc.Value < report.Ranking.RocAuc.High);
    }

    [Fact]
    public void A_classifier_is_judged_by_all_of_it_also_when_its_classes_stand_in_another_order()
    {
        var (scored, labels) = Classified(2000);
        var report = EvaluationReport.Of(scored, Quick);
        Assert.Equal(["scan", "benign", "flood"], report.Classification!.Classes);
        int[] modelLabels = scored.ModelLabels()!, predicted = MultiClassRanking.Predicted(scored.Outputs, 3);
        var matrix = new ConfusionMatrix(modelLabels, predicted, 3);
        Assert.Equal(matrix.F1(Averaging.Macro), report.Classification.MacroF1.Value);
        Assert.Equal(matrix.Recall(1), report.Classes[0].Recall);
        Assert.Equal("benign", report.Classes[0].Name);
        Assert.Equal(new ScoreRanking([.. Enumerable.Range(0, 2000).Select(r => 1 - scored.Outputs[3 * r + 1])], [.. labels.Select(l => l != 0)]).RocAuc(), report.Ranking.RocAuc.Value);
        // The labels were drawn from the probabilities, so these are calibrated.
        Assert.InRange(report.Probabilities!.ExpectedError, 0, 0.05);
        Assert.All(report.Classes, c => Assert.InRange(c.ExpectedError!.Value, 0, 0.05));
        Assert.Equal(report.Summary()["macro_f1"], report.Classification.MacroF1.Value);
        Assert.Contains("detection_rate_at_fpr_0.001", report.Summary().Keys);
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_leaves_what_order_tells()
    {
        var report = EvaluationReport.Of(new ScoredRows([0.9, 0.1, 0.2, 0.8], ["benign", "attack"], [0, 1], ["benign", "worm"]), Quick);
        Assert.Equal((1.0, null, null), (report.Ranking.RocAuc.Value, report.Classification, report.Probabilities));
        Assert.Null(report.Classes[1].Recall);
    }

    [Fact]
    public void One_class_only_gives_nulls_and_no_fault()
    {
        var report = EvaluationReport.Of(new ScoredRows([1, 2, 3], [], [0, 0, 0], ["benign", "attack"]), Quick);
        Assert.Null(report.Ranking.RocAuc.Value);
        Assert.Null(report.Ranking.Detection[0].DetectionRate.Value);
        Assert.Null(report.Classes[0].Detected);
        Assert.Equal(report.ToJson(), EvaluationReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void A_report_is_the_same_to_the_bit_and_survives_its_file()
    {
        var (scored, _) = Classified(500);
        var report = EvaluationReport.Of(scored, Quick);
        var json = report.ToJson();
        Assert.Equal(json, EvaluationReport.Of(scored, Quick).ToJson());
        Assert.Equal(json, EvaluationReport.FromJson(json).ToJson());
        Assert.Throws<LearningException>(() => EvaluationReport.FromJson("{"u8));
        Assert.Throws<LearningException>(() => EvaluationReport.FromJson("{}"u8));
    }

    [Fact]
    public void Models_are_scored_on_tables_with_labels()
    {
        var test = new TrainingData(new Matrix([1, -1, 2, -2], 4, 1), ColumnSet.Of("x")) { Labels = [1, 0, 1, 0], Classes = ["normal", "attack"] };
        var report = EvaluationReport.Of(ScoredRows.Of(new SignModel(ColumnSet.Of("x"), 1), test), Quick);
        Assert.Equal((1.0, 1.0), (report.Classification!.Accuracy, report.Ranking.RocAuc.Value));
        Assert.Throws<LearningException>(() => ScoredRows.Of(new SignModel(ColumnSet.Of("y"), 1), test));
        Assert.Throws<LearningException>(() => EvaluationReport.Of(new ScoredRows([1], [], [0, 1], ["a", "b"])));
        Assert.Throws<LearningException>(() => EvaluationReport.Of(new ScoredRows([1, 2], [], [0, 7], ["a", "b"])));
    }

    private static (ScoredRows Rows, int[] Labels) Classified(int count)
    {
        var random = new Xoshiro256(42);
        var (outputs, labels) = (new double[count * 3], new int[count]);
        for (int r = 0; r < count; r++)
        {
            double[] p = [random.NextDouble(), 2 * random.NextDouble(), 0.5 * random.NextDouble()];
            double sum = p.Sum(), draw = random.NextDouble();
            for (int c = 0; c < 3; c++) outputs[3 * r + c] = p[c] / sum;
            // Model: scan, benign, flood; labels: benign, flood, scan.
            labels[r] = draw < outputs[3 * r] ? 2 : draw < outputs[3 * r] + outputs[3 * r + 1] ? 0 : 1;
        }
        return (new ScoredRows(outputs, ["scan", "benign", "flood"], labels, ["benign", "flood", "scan"]), labels);
    }
}
