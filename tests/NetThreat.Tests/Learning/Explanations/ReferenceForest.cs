using System.Text.Json;
using NetThreat.Learning.Trees;
using NetThreat.Tests.Learning.Boosting;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>The models that tree-shap.json explains: explained output = base + scale × sum of the trees.</summary>
internal sealed record ReferenceForest(TreeEnsemble Trees, double Scale, double[] Base)
{
    public static ReferenceForest Of(string name, JsonElement forests, JsonElement isolation)
    {
        if (name == "random_forest")
        {
            DecisionTree[] trees = [.. forests.GetProperty(name).GetProperty("trees").EnumerateArray().Select(RandomTree)];
            return new(new TreeEnsemble(12, 5, 5, trees), 1.0 / trees.Length, new double[5]);
        }
        if (name == "isolation_forest")
        {
            DecisionTree[] trees = [.. isolation.GetProperty("trees").EnumerateArray().Select(IsolationTree)];
            return new(new TreeEnsemble(isolation.GetProperty("rows")[0].GetArrayLength(), 1, 1, trees), 1.0 / trees.Length, [0]);
        }
        var model = ReferenceTrees.Model(forests, name);
        return new(model.Ensemble, 1, model.BaseMargins.ToArray());
    }

    public static DecisionTree Tiny(JsonElement tree) => Tree(tree, ReferenceTrees.Doubles(tree.GetProperty("value")), "cover");

    private static DecisionTree RandomTree(JsonElement tree) =>
        Tree(tree, [.. tree.GetProperty("class_fractions").EnumerateArray().SelectMany(ReferenceTrees.Doubles)], "cover");

    private static DecisionTree IsolationTree(JsonElement tree)
    {
        var (feature, left, right) = (ReferenceTrees.Ints(tree.GetProperty("feature")), ReferenceTrees.Ints(tree.GetProperty("left")), ReferenceTrees.Ints(tree.GetProperty("right")));
        var size = ReferenceTrees.Doubles(tree.GetProperty("n_samples"));
        var length = new double[feature.Length];
        for (int node = 0; node < feature.Length; node++)
        {
            if (feature[node] >= 0) length[left[node]] = length[right[node]] = length[node] + 1;
            else length[node] += AveragePath(size[node]);
        }
        return Tree(tree, length, "n_samples");
    }

    private static double AveragePath(double n) => n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.Log(n - 1) + 0.5772156649015329) - 2 * (n - 1) / n;

    private static DecisionTree Tree(JsonElement tree, double[] values, string cover) => new()
    {
        Feature = ReferenceTrees.Ints(tree.GetProperty("feature")),
        Threshold = [.. tree.GetProperty("threshold").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? 0 : SplitThreshold.AtMost(v.GetDouble()))],
        Left = ReferenceTrees.Ints(tree.GetProperty("left")),
        Right = ReferenceTrees.Ints(tree.GetProperty("right")),
        Values = values,
        Cover = ReferenceTrees.Doubles(tree.GetProperty(cover)),
    };
}
