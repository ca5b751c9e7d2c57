using NetThreat.Learning.Clustering;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Clustering;

public class HdbscanTests
{
    /// <summary>Two runs of three and a row far off: 0 1 2, 10 11 12, 100.</summary>
    private static readonly double[][] Line = [[0], [1], [2], [10], [11], [12], [100]];

    [Fact]
    public void A_line_worked_by_hand()
    {
        // min_samples 2: core distances 1 but for the last row's 88. The tree: four edges of 1, one of 8 (2-10), one of 88 (12-100).
        // At 88 one row leaves the root; at 8 it splits 3 : 3; at 1 each falls apart at once: stability 3 (1 - 1/8) each.
        var result = Run(Line, minClusterSize: 3, minSamples: 2);

        Assert.Equal([0, 0, 0, 1, 1, 1, -1], result.Labels);
        Assert.Equal([1, 1, 1, 1, 1, 1, 88], result.Cores);
        Assert.Equal([0.125, 0.125], result.Births);
        Assert.Equal([1, 1, 1, 1, 1, 1, 0], result.Strengths);
    }

    [Fact]
    public void The_condensed_tree_of_the_line_by_hand()
    {
        var points = SampleTables.Points(Line);
        var edges = SpanningTree.Of(points, [1, 1, 1, 1, 1, 1, 88], default);
        var tree = new CondensedTree(edges, 3);

        Assert.Equal([1, 1, 1, 1, 8, 88], edges.Select(e => e.Length));
        Assert.Equal([-1, 0, 0], tree.Clusters.Select(c => c.Parent));
        Reference.Close([1.0 / 88 + 6.0 / 8, 3 * 0.875, 3 * 0.875], tree.Clusters.Select(c => c.Stability).ToArray(), 1e-12);
        Assert.Equal(0, tree.RowClusters[6]);
        Reference.Close(1.0 / 88, tree.RowDensities[6], 1e-15);
    }

    [Fact]
    public void A_parent_more_stable_than_its_children_is_kept_whole()
    {
        // Two pairs of runs: 0-2 and 4-6 split at 2, far from 100-102 and 104-106 likewise. The short-lived split (1/2 to 1) gives
        // children 3 (1 - 1/2) each = 3 together; the parent, from 1/94 to 1/2, gives 6 (1/2 - 1/94) = 2.94: children win. With a split at
        // 1.5 instead they give 2, the parent 6 (1/1.5 - 1/95) = 3.94: it wins.
        double[][] wide = [[0], [1], [2], [4], [5], [6], [100], [101], [102], [104], [105], [106]];
        double[][] narrow = [[0], [1], [2], [3.5], [4.5], [5.5], [100], [101], [102], [103.5], [104.5], [105.5]];

        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], Run(wide, 3, 2).Labels);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], Run(narrow, 3, 2).Labels);
    }

    [Fact]
    public void One_cluster_is_noise_unless_allowed()
    {
        double[][] one = [[0], [1], [2], [3], [4]];

        Assert.All(Run(one, 3, 2).Labels, l => Assert.Equal(-1, l));
        Assert.All(Hdbscan.Run(new KdTree(SampleTables.Points(one)), 3, 2, allowSingleCluster: true, FitContext.Default).Labels, l => Assert.Equal(0, l));
    }

    [Fact]
    public void The_spanning_tree_is_as_short_as_Kruskals()
    {
        var points = Points.Of(SampleTables.Blobs(120, 3, 4, 3, 9));
        var cores = new double[points.Count];
        for (int i = 0; i < cores.Length; i++) cores[i] = 0.1 * (i % 5);

        double prim = SpanningTree.Of(points, cores, default).Sum(e => e.Length);

        var all = new List<Edge>();
        for (int i = 0; i < points.Count; i++)
        {
            for (int j = 0; j < i; j++) all.Add(new(i, j, Math.Max(Math.Max(cores[i], cores[j]), Math.Sqrt(Euclidean.Squared(points[i], points[j])))));
        }
        var group = Enumerable.Range(0, points.Count).ToArray();
        double kruskal = 0;
        foreach (var edge in all.OrderBy(e => e.Length))
        {
            int a = group[edge.From], b = group[edge.To];
            if (a == b) continue;
            kruskal += edge.Length;
            for (int i = 0; i < group.Length; i++) group[i] = group[i] == b ? a : group[i];
        }
        Reference.CloseRelative(kruskal, prim, 1e-12);
    }

    [Fact]
    public void Blobs_are_found_whatever_their_density_and_new_rows_join_them()
    {
        var rows = SampleTables.Blobs(300, 2, 3, 20, 5);
        for (int i = 0; i < rows.Rows; i += 3) (rows[i][0], rows[i][1]) = (rows[i][0] * 0.05f, rows[i][1] * 0.05f);
        var model = new HdbscanTrainer { MinClusterSize = 20 }.Fit(new(rows), FitContext.Default);
        var truth = Enumerable.Range(0, 300).Select(i => i % 3).ToArray();
        var kept = Enumerable.Range(0, 300).Where(i => model.TrainingLabels[i] >= 0).ToArray();

        Assert.Equal(3, model.Clusters);
        Assert.True(kept.Length > 270);
        Assert.Equal(1, ClusterAgreement.AdjustedRand(kept.Select(i => truth[i]).ToArray(), kept.Select(i => model.TrainingLabels[i]).ToArray()));

        var scores = new double[300];
        model.Score(rows.All, scores);
        Assert.All(kept, i => Assert.Equal(model.TrainingLabels[i], scores[i]));
        var far = new double[1];
        model.Score(new Rows([1e4f, -1e4f], 2), far);
        Assert.Equal(-1, far[0]);
    }

    [Fact]
    public void Duplicates_are_a_cluster_not_a_division_by_zero()
    {
        var rows = new Matrix(30, 1);
        for (int i = 0; i < 30; i++) rows[i][0] = i < 10 ? 1 : i < 20 ? 5 : i * 3;

        var model = new HdbscanTrainer { MinClusterSize = 5 }.Fit(new(rows), FitContext.Default);

        Assert.Equal(model.TrainingLabels[0], model.TrainingLabels[9]);
        Assert.Equal(model.TrainingLabels[10], model.TrainingLabels[19]);
        Assert.NotEqual(model.TrainingLabels[0], model.TrainingLabels[10]);
        Assert.All(model.TrainingStrengths, s => Assert.InRange(s, 0, 1));
    }

    private static HdbscanResult Run(double[][] rows, int minClusterSize, int minSamples) =>
        Hdbscan.Run(new KdTree(SampleTables.Points(rows)), minClusterSize, minSamples, allowSingleCluster: false, FitContext.Default);
}
