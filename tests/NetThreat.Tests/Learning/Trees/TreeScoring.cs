using NetThreat.Learning;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;
using NetThreat.Learning.Trees.Scoring;

namespace NetThreat.Tests.Learning.Trees;

/// <summary>Every way of scoring gives the bits of walking from node to node.</summary>
public class TreeScoring
{
    /// <summary>Columns, trees, depth, outputs, values per leaf, missing values.</summary>
    public static TheoryData<int, int, int, int, int, bool> Shapes => new()
    {
        { 1, 1, 0, 1, 1, false },
        { 1, 3, 1, 1, 1, true },
        { 7, 20, 5, 1, 1, false },
        { 40, 20, 6, 1, 1, true },
        { 40, 20, 7, 3, 1, false },
        { 128, 20, 8, 1, 1, true },
        { 40, 20, 8, 4, 4, false },
        { 40, 10, 12, 2, 2, false },
        { 40, 10, 13, 5, 5, true },
        { 129, 10, 7, 1, 1, true },
        { 1024, 5, 9, 1, 1, false },
        { 1025, 5, 9, 3, 3, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_gives_the_same_bits(int features, int count, int depth, int outputs, int valuesPerLeaf, bool missing)
    {
        var trees = RandomTrees.Ensemble(7, features, count, depth, outputs, valuesPerLeaf, missing);
        foreach (int rows in (int[])[0, 1, 15, 16, 17, 63, 64, 65, 200])
        {
            foreach (double share in missing ? (double[])[0, 0.3] : [0])
            {
                var table = RandomTrees.Rows((ulong)rows, rows, features, share);
                var expected = RandomTrees.Expected(trees, table);
                foreach (var path in Enum.GetValues<VectorPath>().Where(p => p <= VectorPaths.Best))
                {
                    var sums = new double[expected.Length];
                    trees.Scorer(path).AddTo(table.All, sums);
                    Assert.True(expected.AsSpan().SequenceEqual(sums), $"{path}, {rows} rows, {share} missing");
                }
            }
        }
    }

    [Fact]
    public void Blocks_of_rows_make_no_difference()
    {
        var trees = RandomTrees.Ensemble(3, 500, 4, 10, missing: true);
        var table = RandomTrees.Rows(3, 5000, 500, 0.1);
        var sums = new double[table.Rows];
        trees.AddTo(table.All, sums);
        Assert.Equal(RandomTrees.Expected(trees, table), sums);
    }

    [Fact]
    public void A_path_of_256_edges_is_walked_to_its_end()
    {
        var builder = new DecisionTreeBuilder(1);
        int node = builder.Add(1);
        for (int d = 0; d < TreeEnsemble.MaxDepth; d++)
        {
            builder.Split(node, 0, d);
            int left = builder.Add(1), right = builder.Add(1);
            builder.SetValue(left, 0, d);
            builder.SetLeft(node, left);
            builder.SetRight(node, right);
            node = right;
        }
        builder.SetValue(node, 0, -1);
        var trees = new TreeEnsemble(1, 1, 1, [builder.Build()]);
        var table = new Matrix([.. Enumerable.Range(0, 300).Select(i => (float)i)], 300, 1);
        var sums = new double[300];
        trees.AddTo(table.All, sums);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i < TreeEnsemble.MaxDepth ? i : -1.0), sums);
    }

    [Fact]
    public void Sums_are_added_to()
    {
        var trees = RandomTrees.Ensemble(5, 3, 2, 3);
        var table = RandomTrees.Rows(1, 70, 3);
        var (once, twice) = (new double[70], new double[70]);
        trees.AddTo(table.All, once);
        trees.AddTo(table.All, twice);
        trees.AddTo(table.All, twice);
        Assert.All(once.Zip(twice), s => Assert.Equal(2 * s.First, s.Second, 12));
    }

    [Fact]
    public void Rows_or_sums_of_the_wrong_size_are_refused()
    {
        var trees = RandomTrees.Ensemble(5, 3, 2, 3);
        Assert.Throws<LearningException>(() => trees.AddTo(new Rows(new float[8], 4), new double[2]));
        Assert.Throws<LearningException>(() => trees.AddTo(new Rows(new float[6], 3), new double[1]));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(12, 3)]
    public void Scoring_allocates_nothing(int depth, int valuesPerLeaf)
    {
        var trees = RandomTrees.Ensemble(9, 20, 10, depth, valuesPerLeaf, valuesPerLeaf, missing: true);
        var table = RandomTrees.Rows(2, 1000, 20, 0.1);
        var sums = new double[1000 * valuesPerLeaf];
        trees.AddTo(table.All, sums);
        long before = GC.GetAllocatedBytesForCurrentThread();
        trees.AddTo(table.All, sums);
        trees.AddTo(table.Slice(3, 1), sums.AsSpan(0, valuesPerLeaf));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
