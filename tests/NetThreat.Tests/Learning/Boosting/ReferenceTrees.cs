using System.Text.Json;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;
using NetThreat.Learning.Trees.Importing;

namespace NetThreat.Tests.Learning.Boosting;

/// <summary>Trees of the reference vectors as ours.</summary>
internal static class ReferenceTrees
{
    public static Matrix Matrix(JsonElement rows)
    {
        float[] values = [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.ValueKind == JsonValueKind.Null ? float.NaN : (float)v.GetDouble())];
        return new Matrix(values, rows.GetArrayLength(), rows[0].GetArrayLength());
    }

    public static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    public static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? 0 : v.GetInt32())];

    /// <summary>XGBoost's convention: left when x is below the threshold.</summary>
    public static DecisionTree Boosted(JsonElement tree) => XGBoostTrees.Boosted(
        Ints(tree.GetProperty("feature")),
        [.. tree.GetProperty("threshold").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? 0 : (float)v.GetDouble())],
        Ints(tree.GetProperty("left")),
        Ints(tree.GetProperty("right")),
        [.. tree.GetProperty("default_left").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.True)],
        [.. tree.GetProperty("leaf_value").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? 0 : v.GetDouble())],
        Doubles(tree.GetProperty("cover")),
        tree.GetProperty("output").GetInt32());

    /// <param name="part">Of decision-forest.json: xgboost_binary or xgboost_multi.</param>
    public static GradientBoostingModel Model(JsonElement file, string part)
    {
        var model = file.GetProperty(part);
        string[] features = [.. file.GetProperty("features").EnumerateArray().Select(f => f.GetString()!)];
        DecisionTree[] trees = [.. model.GetProperty("trees").EnumerateArray().Select(Boosted)];
        var start = Doubles(model.GetProperty("base_score"));
        bool binary = start.Length == 1;
        if (binary) start[0] = Math.Log(start[0] / (1 - start[0]));
        string[] classes = binary ? ["BENIGN", "attack"] : [.. file.GetProperty("classes").EnumerateArray().Select(c => c.GetString()!)];
        return new GradientBoostingModel(ColumnSet.Of(features), [.. classes], new TreeEnsemble(features.Length, start.Length, 1, trees), start);
    }
}
