using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Trees;

/// <summary>Ensembles and rows made from a seed; thresholds and values come from few numbers, so that many are equal.</summary>
internal static class RandomTrees
{
    public static TreeEnsemble Ensemble(ulong seed, int features, int trees, int depth, int outputs = 1, int valuesPerLeaf = 1, bool missing = false, double leafChance = 0.2)
    {
        var random = new Xoshiro256(seed);
        return new TreeEnsemble(features, outputs, valuesPerLeaf, [.. Enumerable.Range(0, trees).Select(_ => Tree(random, features, depth, outputs, valuesPerLeaf, missing, leafChance))]);
    }

    public static Matrix Rows(ulong seed, int rows, int features, double missing = 0)
    {
        var random = new Xoshiro256(seed);
        var values = new float[rows * features];
        for (int i = 0; i < values.Length; i++) values[i] = random.Chance(missing) ? float.NaN : Value(random);
        return new Matrix(values, rows, features);
    }

    /// <summary>Row after row, tree after tree, node after node.</summary>
    public static double[] Expected(TreeEnsemble trees, Matrix rows)
    {
        var sums = new double[rows.Rows * trees.Outputs];
        for (int r = 0; r < rows.Rows; r++)
        {
            for (int t = 0; t < trees.Trees; t++)
            {
                var values = trees.LeafValues(trees.Leaf(t, rows[r]));
                for (int i = 0; i < values.Length; i++) sums[r * trees.Outputs + trees.TreeOutputs[t] + i] += values[i];
            }
        }
        return sums;
    }

    private static DecisionTree Tree(Xoshiro256 random, int features, int depth, int outputs, int valuesPerLeaf, bool missing, double leafChance)
    {
        var tree = new DecisionTreeBuilder(valuesPerLeaf, missing);
        Grow(depth);
        return tree.Build(valuesPerLeaf == 1 ? random.Next(outputs) : 0);

        int Grow(int left)
        {
            int node = tree.Add(1 + random.Next(100));
            if (left == 0 || random.Chance(leafChance))
            {
                for (int i = 0; i < valuesPerLeaf; i++) tree.SetValue(node, i, random.NextDouble() - 0.3);
                return node;
            }
            tree.Split(node, random.Next(features), Value(random), random.Chance(0.5));
            tree.SetLeft(node, Grow(left - 1));
            tree.SetRight(node, Grow(left - 1));
            return node;
        }
    }

    private static float Value(Xoshiro256 random) => random.Next(8) switch
    {
        0 => 0f,
        1 => -0f,
        2 => float.MaxValue,
        3 => float.MinValue,
        4 => float.Epsilon,
        _ => random.Next(20) / 4f - 2,
    };
}
