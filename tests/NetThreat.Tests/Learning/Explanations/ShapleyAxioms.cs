using NetThreat.Core.Randomness;
using NetThreat.Learning.Explanations;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>What makes Shapley values unique, and the values by their definition, on random trees with repeated columns and missing values.</summary>
public class ShapleyAxioms
{
    private const int Features = 7;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Values_are_those_of_the_definition(int seed)
    {
        var random = new Xoshiro256((ulong)seed);
        // Every fourth with more columns on a path than one group of quadrature points is exact for.
        int features = seed % 4 == 0 ? 10 : Features;
        var trees = RandomTrees.Ensemble(random, features, 3, features);
        var background = RandomTrees.Rows(random, 4, features);
        float[] row = RandomTrees.Row(random, features);
        Close(SubsetWorths.Shapley(SubsetWorths.PathDependent(trees, row)), PathDependent(trees, row));
        Close(SubsetWorths.Shapley(SubsetWorths.Interventional(trees, row, background)), Interventional(trees, row, background));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(40)]
    public void Efficiency_on_deep_trees_over_many_columns(int features)
    {
        var random = new Xoshiro256(5);
        for (int i = 0; i < 10; i++)
        {
            var trees = RandomTrees.Ensemble(random, features, 4, features);
            float[] row = RandomTrees.Row(random, features);
            var sums = new double[1];
            trees.AddTo(new Rows(row, features), sums);
            var contributions = new double[features];
            Assert.Equal(sums[0], new TreeShap(trees).Explain(row, 0, contributions) + contributions.Sum(), 1e-10);
            Assert.Equal(sums[0], new InterventionalTreeShap(trees, RandomTrees.Rows(random, 3, features)).Explain(row, 0, contributions) + contributions.Sum(), 1e-10);
        }
    }

    [Fact]
    public void Dummy_a_column_that_no_split_asks_for_has_exactly_no_part()
    {
        var random = new Xoshiro256(6);
        var trees = RandomTrees.Ensemble(random, Features, 5, 6, used: Features - 1);
        float[] row = RandomTrees.Row(random, Features);
        Assert.Equal(0, PathDependent(trees, row)[^1]);
        Assert.Equal(0, Interventional(trees, row, RandomTrees.Rows(random, 5, Features))[^1]);
    }

    [Fact]
    public void Additivity_the_values_of_all_trees_are_the_sum_of_each_trees()
    {
        var random = new Xoshiro256(7);
        DecisionTree[] parts = [.. Enumerable.Range(0, 6).Select(_ => RandomTrees.Tree(random, Features, 6, Features))];
        float[] row = RandomTrees.Row(random, Features);
        var sum = new double[Features];
        foreach (var part in parts)
        {
            var alone = PathDependent(new TreeEnsemble(Features, 1, 1, [part]), row);
            for (int f = 0; f < Features; f++) sum[f] += alone[f];
        }
        Close(sum, PathDependent(new TreeEnsemble(Features, 1, 1, parts), row));
    }

    [Fact]
    public void Symmetry_columns_with_exchanged_parts_have_exchanged_values()
    {
        var random = new Xoshiro256(8);
        for (int i = 0; i < 20; i++)
        {
            var tree = RandomTrees.Tree(random, Features, 6, Features);
            var mirrored = tree with { Feature = [.. tree.Feature.Select(f => f switch { 0 => 1, 1 => 0, _ => f })] };
            float[] row = RandomTrees.Row(random, Features);
            row[1] = row[0];
            // Together the two trees treat both columns alike.
            var values = PathDependent(new TreeEnsemble(Features, 1, 1, [tree, mirrored]), row);
            Assert.Equal(values[0], values[1], 1e-12);
        }
    }

    [Fact]
    public void Explaining_allocates_nothing()
    {
        var random = new Xoshiro256(9);
        var trees = RandomTrees.Ensemble(random, Features, 20, 6);
        var (shap, interventional) = (new TreeShap(trees), new InterventionalTreeShap(trees, RandomTrees.Rows(random, 5, Features)));
        float[] row = RandomTrees.Row(random, Features);
        var contributions = new double[Features];
        double first = shap.Explain(row, 0, contributions) + interventional.Explain(row, 0, contributions), again = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) again = shap.Explain(row, 0, contributions) + interventional.Explain(row, 0, contributions);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, again);
    }

    [Fact]
    public void A_node_that_no_training_row_reached_gives_finite_values()
    {
        var random = new Xoshiro256(10);
        var tree = RandomTrees.Tree(random, Features, 6, Features);
        var empty = tree with { Cover = [.. tree.Cover.Select((c, i) => i >= tree.Left[0] && i < tree.Right[0] ? 0 : c)] };
        var trees = new TreeEnsemble(Features, 1, 1, [empty]);
        for (int i = 0; i < 20; i++)
        {
            float[] row = RandomTrees.Row(random, Features);
            var contributions = new double[Features];
            Assert.Equal(trees.LeafValues(trees.Leaf(0, row))[0], new TreeShap(trees).Explain(row, 0, contributions) + contributions.Sum(), 1e-10);
        }
    }

    [Fact]
    public void A_background_of_other_columns_or_without_rows_is_refused()
    {
        var trees = RandomTrees.Ensemble(new Xoshiro256(11), Features, 1, 3);
        Assert.Throws<NetThreat.Learning.LearningException>(() => new InterventionalTreeShap(trees, new Matrix(0, Features)));
        Assert.Throws<NetThreat.Learning.LearningException>(() => new InterventionalTreeShap(trees, new Matrix(3, Features + 1)));
    }

    private static double[] PathDependent(TreeEnsemble trees, float[] row)
    {
        var contributions = new double[row.Length];
        new TreeShap(trees).Explain(row, 0, contributions);
        return contributions;
    }

    private static double[] Interventional(TreeEnsemble trees, float[] row, Matrix background)
    {
        var contributions = new double[row.Length];
        new InterventionalTreeShap(trees, background).Explain(row, 0, contributions);
        return contributions;
    }

    private static void Close(double[] expected, double[] actual)
    {
        for (int f = 0; f < expected.Length; f++) Assert.Equal(expected[f], actual[f], 1e-10);
    }
}
