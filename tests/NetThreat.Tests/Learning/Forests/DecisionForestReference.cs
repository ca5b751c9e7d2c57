using System.Text.Json;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>scikit-learn's random forest given as trees, and its unique tree grown: decision-forest.json.</summary>
public class DecisionForestReference
{
    [DataTheory]
    [InlineData(null)]
    [InlineData("on_threshold")]
    [InlineData("just_above_threshold")]
    public void Probabilities_are_those_of_the_reference(string? part)
    {
        var file = Reference.Read("decision-forest.json");
        var expected = part is null ? file.GetProperty("random_forest") : file.GetProperty("random_forest").GetProperty(part);
        var rows = ReferenceForests.Matrix(part is null ? file.GetProperty("rows") : expected.GetProperty("rows"));
        var forest = ReferenceForests.RandomForest(file);
        var scores = new double[rows.Rows * forest.Outputs];
        forest.Score(rows.All, scores);
        var probabilities = expected.GetProperty("predict_proba").Table().SelectMany(p => p).ToArray();
        for (int i = 0; i < scores.Length; i++) Assert.Equal(probabilities[i], scores[i], 1e-12);
        if (expected.TryGetProperty("predict", out var predicted))
            Assert.Equal(predicted.Wholes(), Enumerable.Range(0, rows.Rows).Select(r => Likeliest(scores.AsSpan(r * forest.Outputs, forest.Outputs))));
    }

    [DataFact]
    public void The_unique_tree_is_grown()
    {
        var file = Reference.Read("decision-forest.json").GetProperty("training_cart");
        var parameters = file.GetProperty("parameters");
        var data = new TrainingData(ReferenceForests.Matrix(file.GetProperty("rows")), ColumnSet.Of(file.GetProperty("columns").Texts()))
        {
            Labels = file.GetProperty("labels").Wholes(),
            Classes = [.. Enumerable.Range(0, file.GetProperty("n_classes").GetInt32()).Select(i => $"class {i}")],
        };
        var trainer = new RandomForestTrainer
        {
            Trees = 1,
            MaxDepth = parameters.GetProperty("max_depth").GetInt32(),
            MinLeaf = parameters.GetProperty("min_samples_leaf").GetInt32(),
            MaxColumns = data.Columns.Count,
            Bootstrap = false,
        };
        foreach (ulong seed in (ulong[])[1, 2, 3])
            Same(file.GetProperty("tree"), ((DecisionForestModel)(trainer with { Seed = seed }).Fit(data, FitContext.Default)).Ensemble);
    }

    private static void Same(JsonElement expected, TreeEnsemble tree)
    {
        var wanted = ReferenceForests.Classification(expected);
        Assert.Equal(wanted.Feature.Select(f => Math.Max(f, -1)), tree.Feature.ToArray());
        Assert.Equal(wanted.Threshold, tree.Threshold.ToArray());
        Assert.Equal(wanted.Cover, tree.Cover.ToArray());
        for (int node = 0; node < tree.Nodes; node++)
        {
            if (tree.Feature[node] >= 0)
            {
                Assert.Equal(wanted.Left[node], tree.Left[node]);
                Assert.Equal(wanted.Right[node], tree.Right[node]);
                continue;
            }
            for (int c = 0; c < tree.Outputs; c++) Assert.Equal(wanted.Values[node * tree.Outputs + c], tree.LeafValues(node)[c], 1e-12);
        }
    }

    private static int Likeliest(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int c = 1; c < probabilities.Length; c++) best = probabilities[c] > probabilities[best] ? c : best;
        return best;
    }
}
