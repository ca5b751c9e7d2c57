using System.Numerics;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>What trees are worth with only some columns known, and the Shapley values by their definition: slow and plain.</summary>
internal static class SubsetWorths
{
    public static double[] PathDependent(TreeEnsemble trees, float[] row, int output = 0) =>
        Each(trees, subset => Enumerable.Range(0, trees.Trees).Sum(t => Worth(trees, trees.Roots[t], row, subset, t, output)));

    public static double[] Interventional(TreeEnsemble trees, float[] row, Matrix background, int output = 0) => Each(trees, subset =>
    {
        double sum = 0;
        for (int z = 0; z < background.Rows; z++)
        {
            float[] mixed = [.. Enumerable.Range(0, row.Length).Select(f => (subset >> f & 1) == 1 ? row[f] : background[z, f])];
            var sums = new double[trees.Outputs];
            trees.AddTo(new Rows(mixed, mixed.Length), sums);
            sum += sums[output];
        }
        return sum / background.Rows;
    });

    /// <summary>φ_i = Σ_S |S|! (n - |S| - 1)! / n! (v(S ∪ i) - v(S)).</summary>
    public static double[] Shapley(double[] worths)
    {
        int n = BitOperations.Log2((uint)worths.Length);
        var values = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int subset = 0; subset < worths.Length; subset++)
            {
                if ((subset >> i & 1) == 1) continue;
                int size = BitOperations.PopCount((uint)subset);
                values[i] += Factorial(size) * Factorial(n - size - 1) / Factorial(n) * (worths[subset | 1 << i] - worths[subset]);
            }
        }
        return values;
    }

    private static double[] Each(TreeEnsemble trees, Func<int, double> worth) => [.. Enumerable.Range(0, 1 << trees.Features).Select(worth)];

    private static double Worth(TreeEnsemble trees, int node, float[] row, int subset, int tree, int output)
    {
        int feature = trees.Feature[node];
        if (feature < 0)
        {
            var values = trees.LeafValues(node);
            return values.Length > 1 ? values[output] : trees.TreeOutputs[tree] == output ? values[0] : 0;
        }
        if ((subset >> feature & 1) == 1) return Worth(trees, trees.Next(node, row[feature]), row, subset, tree, output);
        double left = trees.Cover[trees.Left[node]] / trees.Cover[node];
        return left * Worth(trees, trees.Left[node], row, subset, tree, output) + (1 - left) * Worth(trees, trees.Right[node], row, subset, tree, output);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
