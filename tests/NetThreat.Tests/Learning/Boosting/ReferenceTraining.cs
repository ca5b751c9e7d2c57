using System.Text.Json;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Boosting.Growing;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Boosting;

/// <summary>The exact-greedy training run of the reference vectors: its splits are unique.</summary>
public class ReferenceTraining
{
    [DataTheory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 8)]
    public void Three_boosted_trees_are_those_of_the_reference(int threads, int maxLeaves)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Data.Path("learning/decision-forest.json")));
        var part = file.RootElement.GetProperty("training_boosting");
        var rows = ReferenceTrees.Matrix(part.GetProperty("rows"));
        var data = new TrainingData(rows) { Labels = [.. part.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32())], Classes = ["benign", "attack"] };
        var trainer = new GradientBoostingTrainer { Trees = 3, MaxDepth = 3, LearningRate = 0.3, Lambda = 1, MinChildWeight = 1, BaseProbability = 0.5, MaxLeaves = maxLeaves };
        var run = new BoostingRun(trainer, data, null, new FitContext { Threads = threads });
        var model = run.Run();

        int t = 0;
        foreach (var expected in part.GetProperty("trees").EnumerateArray())
        {
            Same(expected, 0, run.Grown[t].Build(0), run.Grown[t], 0);
            t++;
        }
        Assert.Equal(3, t);
        var margins = new double[rows.Rows];
        model.Margins(rows.All, margins);
        var scores = new double[2 * rows.Rows];
        model.Score(rows.All, scores);
        for (int r = 0; r < rows.Rows; r++)
        {
            Assert.Equal(part.GetProperty("margin")[r].GetDouble(), margins[r], 1e-5);
            Assert.Equal(part.GetProperty("probability")[r].GetDouble(), scores[2 * r + 1], 1e-5);
        }
    }

    private static void Same(JsonElement expected, int place, DecisionTree tree, GrownTree grown, int node)
    {
        int feature = expected.GetProperty("feature")[place].GetInt32();
        Assert.Equal(feature, tree.Feature[node]);
        Relative(expected.GetProperty("cover")[place].GetDouble(), tree.Cover[node], 1e-4);
        if (feature < 0)
        {
            Assert.Equal(expected.GetProperty("leaf_value")[place].GetDouble(), tree.Values[node], 1e-5);
            return;
        }
        Relative(expected.GetProperty("threshold")[place].GetDouble(), tree.Threshold[node], 1e-6);
        Relative(expected.GetProperty("gain")[place].GetDouble(), grown.Gains[node], 1e-4);
        Assert.Equal(expected.GetProperty("default_left")[place].GetBoolean(), tree.MissingLeft![node]);
        Same(expected, expected.GetProperty("left")[place].GetInt32(), tree, grown, tree.Left[node]);
        Same(expected, expected.GetProperty("right")[place].GetInt32(), tree, grown, tree.Right[node]);
    }

    private static void Relative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{actual} where {expected} is expected");
}
