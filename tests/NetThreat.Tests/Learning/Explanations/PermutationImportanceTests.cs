using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Explanations;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Explanations;

public class PermutationImportanceTests
{
    private static readonly TrainingData Rows = Data();

    [Fact]
    public void Columns_rank_by_what_the_model_uses()
    {
        var importance = Of(new GradientBoostingTrainer { Trees = 20, MaxDepth = 3 }.Fit(Rows, FitContext.Default) as GradientBoostingModel, 1);
        Assert.Equal(["strong", "weak", "noise"], importance.Select(i => i.Column));
        Assert.True(importance[0].Mean > importance[1].Mean + 0.05, importance[0].ToString());
        Assert.True(importance[1].Mean > importance[2].Mean + 0.01, importance[1].ToString());
        Assert.InRange(importance[2].Mean, -0.02, 0.02);
        Assert.All(importance.Take(2), i => Assert.True(i.StandardDeviation > 0));
    }

    [Fact]
    public void The_same_seed_gives_the_same_on_any_number_of_threads()
    {
        var model = new GradientBoostingTrainer { Trees = 5 }.Fit(Rows, FitContext.Default) as GradientBoostingModel;
        Assert.Equal(Of(model, 1), Of(model, 3));
    }

    [Fact]
    public void Other_columns_and_no_repeats_are_refused()
    {
        var model = new GradientBoostingTrainer { Trees = 2 }.Fit(Rows, FitContext.Default);
        Assert.Throws<LearningException>(() => PermutationImportance.Of(model, new TrainingData(Rows.Features), Accuracy, 1, 1, FitContext.Default));
        Assert.Throws<LearningException>(() => PermutationImportance.Of(model, Rows, Accuracy, 0, 1, FitContext.Default));
    }

    private static IReadOnlyList<ColumnImportance> Of(GradientBoostingModel? model, int threads)
    {
        float[] before = [.. Rows.Features.Values];
        var importance = PermutationImportance.Of(model!, Rows, Accuracy, 4, 7, new FitContext { Threads = threads });
        Assert.Equal(before, Rows.Features.Values);
        return importance;
    }

    private static double Accuracy(ReadOnlySpan<double> scores, TrainingData data)
    {
        int right = 0;
        for (int i = 0; i < data.Features.Rows; i++) if (scores[2 * i + 1] > 0.5 == (data.Labels![i] == 1)) right++;
        return (double)right / data.Features.Rows;
    }

    private static TrainingData Data()
    {
        var random = new Xoshiro256(3);
        var features = new Matrix(600, 3);
        var labels = new int[600];
        for (int i = 0; i < labels.Length; i++)
        {
            for (int c = 0; c < 3; c++) features[i][c] = (float)(random.NextDouble() * 2 - 1);
            labels[i] = features[i][0] + 0.4 * features[i][1] > 0 ? 1 : 0;
        }
        return new TrainingData(features, ColumnSet.Of("strong", "weak", "noise")) { Labels = labels, Classes = ["a", "b"] };
    }
}
