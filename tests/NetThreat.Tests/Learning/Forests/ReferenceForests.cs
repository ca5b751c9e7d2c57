using System.Text.Json;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;
using NetThreat.Learning.Trees.Importing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>Forests of the reference vectors as ours.</summary>
internal static class ReferenceForests
{
    public static IsolationForestModel Isolation(JsonElement file)
    {
        DecisionTree[] trees = [.. file.GetProperty("trees").EnumerateArray().Select(t => ScikitLearnTrees.Isolation(
            t.GetProperty("feature").Wholes(), t.GetProperty("threshold").Numbers(), t.GetProperty("left").Wholes(), t.GetProperty("right").Wholes(), t.GetProperty("n_samples").Wholes()))];
        var columns = ColumnSet.Of(file.GetProperty("features").Texts());
        return new IsolationForestModel(columns, new TreeEnsemble(columns.Count, 1, 1, trees), file.GetProperty("parameters").GetProperty("max_samples").GetInt32());
    }

    public static DecisionForestModel RandomForest(JsonElement file)
    {
        DecisionTree[] trees = [.. file.GetProperty("random_forest").GetProperty("trees").EnumerateArray().Select(Classification)];
        var columns = ColumnSet.Of(file.GetProperty("features").Texts());
        var classes = file.GetProperty("classes").Texts();
        return new DecisionForestModel(DecisionForestModel.RandomForest, columns, [.. classes], new TreeEnsemble(columns.Count, classes.Length, classes.Length, trees));
    }

    public static DecisionTree Classification(JsonElement t) => ScikitLearnTrees.Classification(
        t.GetProperty("feature").Wholes(), t.GetProperty("threshold").Numbers(), t.GetProperty("left").Wholes(), t.GetProperty("right").Wholes(), t.GetProperty("class_fractions").Table(), t.GetProperty("cover").Numbers());

    /// <summary>Rows of float64 rounded to float32.</summary>
    public static Matrix Matrix(JsonElement rows)
    {
        var table = rows.Table();
        return new Matrix([.. table.SelectMany(r => r).Select(v => (float)v)], table.Length, table[0].Length);
    }
}
