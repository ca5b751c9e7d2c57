using NetThreat.Learning;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>What every model promises.</summary>
public class ScoreConformanceTests
{
    public static TheoryData<string> Names => Estimators.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_is_row_by_row_to_the_bit(string name)
    {
        var estimator = Estimators.All[name];
        var all = estimator.Score(estimator.Model);

        Assert.All(all, s => Assert.True(double.IsFinite(s)));
        foreach (int batch in new[] { 1, 7, 64 }) Assert.Equal(all, estimator.Score(estimator.Model, batch));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Probabilities_are_probabilities(string name)
    {
        var estimator = Estimators.All[name];
        if (estimator.Model is not (IClassifier or ISequenceClassifier)) return;
        var scores = estimator.Score(estimator.Model);
        int outputs = estimator.Model.Outputs;

        Assert.Equal(outputs, estimator.Model is IClassifier rows ? rows.Classes.Length : ((ISequenceClassifier)estimator.Model).Classes.Length);
        Assert.All(scores, s => Assert.InRange(s, 0, 1));
        for (int i = 0; i < scores.Length; i += outputs) Assert.Equal(1, scores.AsSpan(i, outputs).ToArray().Sum(), 9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wrong_columns_are_refused(string name)
    {
        var estimator = Estimators.All[name];
        var columns = estimator.Model.Columns;

        Assert.Throws<LearningException>(() => estimator.ScoreWrongly(estimator.Model, tooWide: true));
        Assert.Throws<LearningException>(() => estimator.ScoreWrongly(estimator.Model, tooWide: false));
        Assert.Equal("first", columns[0]);
        var swapped = ColumnSet.Of(columns.Columns.Select(c => c.Name).Reverse());
        Assert.Contains("'first'", Assert.Throws<LearningException>(() => columns.Demand(swapped)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scoring_nothing_is_nothing(string name) => Estimators.All[name].ScoreNone(Estimators.All[name].Model);

    [Theory]
    [MemberData(nameof(Names))]
    public void Scoring_allocates_nothing(string name)
    {
        var estimator = Estimators.All[name];

        Assert.Equal(0, estimator.Allocated(estimator.Model));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_that_score_at_once_do_not_disturb_each_other(string name)
    {
        var estimator = Estimators.All[name];
        var alone = estimator.Score(estimator.Model);
        var together = new double[8][];

        Parallel.For(0, together.Length, i => together[i] = estimator.Score(estimator.Model, 5 + i));

        Assert.All(together, t => Assert.Equal(alone, t));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_follows_the_end_of_a_sequence_is_ignored_and_wrong_lengths_are_refused(string name)
    {
        if (Estimators.All[name] is not SequenceEstimator { Model: ISequenceModel model } estimator) return;

        Assert.Equal(estimator.Score(model), estimator.ScoreWithOtherPadding(model));
        foreach (var (steps, length) in new[] { (5, 0), (5, -1), (5, 6), (model.Steps + 1, model.Steps + 1) })
            Assert.Throws<LearningException>(() => SequenceEstimator.ScoreLength(model, steps, length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Explanations_add_up_where_they_say_so(string name)
    {
        if (Estimators.All[name] is not RowEstimator { Model: IExplainable model } estimator) return;
        int outputs = model.Outputs;
        // A calibrated classifier explains what it calibrates.
        var scores = estimator.Score(model is CalibratedClassifier calibrated ? calibrated.Inner : model);
        var parts = new double[model.Columns.Count];
        var explained = new double[outputs];
        for (int row = 0; row < estimator.Rows.Rows; row += 11)
        {
            for (int k = 0; k < outputs; k++)
            {
                explained[k] = model.Explain(estimator.Rows[row], k, parts) + parts.Sum();
                Assert.All(parts, p => Assert.True(double.IsFinite(p)));
            }
            var score = scores.AsSpan(row * outputs, outputs).ToArray();
            switch (model.ExplainedOutput)
            {
                case "score" or "probability":
                    for (int k = 0; k < outputs; k++) Assert.Equal(score[k], explained[k], 9);
                    break;
                case "margin":
                    // The logarithm of the odds against all others, or a margin of which softmax makes the probabilities. Integrated gradients
                    // add up to a thousandth.
                    bool odds = Enumerable.Range(0, outputs).All(k => Near(Math.Log(score[k] / (1 - score[k])), explained[k]));
                    bool margins = Enumerable.Range(1, outputs - 1).All(k => Near(Math.Log(score[k] / score[0]), explained[k] - explained[0]));
                    Assert.True(odds || margins, $"{string.Join(" ", explained)} for {string.Join(" ", score)}");
                    break;
                case "squared distance":
                    Assert.Equal(score[0] * score[0], explained[0], 9);
                    break;
            }
        }
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 2e-3 * Math.Max(1, Math.Abs(expected));
}
