using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>Trees without meaning: random columns, thresholds, covers and values, missing values sent anywhere.</summary>
internal static class RandomTrees
{
    public static TreeEnsemble Ensemble(Xoshiro256 random, int features, int trees, int depth, int? used = null) =>
        new(features, 1, 1, [.. Enumerable.Range(0, trees).Select(_ => Tree(random, features, depth, used ?? features))]);

    public static DecisionTree Tree(Xoshiro256 random, int features, int depth, int used)
    {
        var builder = new DecisionTreeBuilder(1, handlesMissing: true);
        Grow(builder, random, depth, used, 1000, root: true);
        return builder.Build();
    }

    public static Matrix Rows(Xoshiro256 random, int rows, int features) => new([.. Enumerable.Range(0, rows).SelectMany(_ => Row(random, features))], rows, features);

    public static float[] Row(Xoshiro256 random, int features) =>
        [.. Enumerable.Range(0, features).Select(_ => random.Chance(0.1) ? float.NaN : (float)random.NextDouble())];

    private static int Grow(DecisionTreeBuilder builder, Xoshiro256 random, int depth, int used, double cover, bool root)
    {
        int node = builder.Add(cover);
        // Deep trees are thin: most paths end early.
        if (depth == 0 || (!root && random.Chance(depth > 8 ? 0.42 : 0.15)))
        {
            builder.SetValue(node, 0, random.NextDouble() * 4 - 2);
            return node;
        }
        double left = cover * (0.05 + 0.9 * random.NextDouble());
        builder.Split(node, random.Next(used), (float)random.NextDouble(), random.Chance(0.5));
        builder.SetLeft(node, Grow(builder, random, depth - 1, used, left, root: false));
        builder.SetRight(node, Grow(builder, random, depth - 1, used, cover - left, root: false));
        return node;
    }
}
