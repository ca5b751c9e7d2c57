using NetThreat.Learning;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Clustering;

public class ClusteringTests
{
    [Fact]
    public void Lloyd_never_raises_the_inertia()
    {
        var rows = Points.Of(SampleTables.Blobs(300, 4, 5, 2, 1));
        var start = rows.Take([0, 1, 2, 3, 4, 5, 6]);

        var inertias = Enumerable.Range(1, 15).Select(n => Lloyd.Run(rows, null, start, n, 1, default).Inertia).ToArray();

        for (int i = 1; i < inertias.Length; i++) Assert.True(inertias[i] <= inertias[i - 1] * (1 + 1e-12));
    }

    [Fact]
    public void A_centre_is_the_weighted_mean_of_its_rows()
    {
        var data = new TrainingData(SampleTables.Blobs(60, 2, 3, 30, 2)) { Weights = [.. Enumerable.Range(0, 60).Select(i => 1f + i % 4)] };
        var model = new KMeansTrainer { Clusters = 3 }.Fit(data, FitContext.Default);

        for (int k = 0; k < 3; k++)
        {
            var own = Enumerable.Range(0, 60).Where(i => model.TrainingLabels[i] == k).ToArray();
            double weight = own.Sum(i => data.Weights[i]);
            Reference.Close(own.Sum(i => (double)data.Weights[i] * data.Features[i, 0]) / weight, model.Centers[k][0], 1e-9);
        }
    }

    [Fact]
    public void Far_blobs_are_the_clusters()
    {
        var data = new TrainingData(SampleTables.Blobs(200, 3, 4, 50, 3));
        var truth = Enumerable.Range(0, 200).Select(i => i % 4).ToArray();

        var means = new KMeansTrainer { Clusters = 4 }.Fit(data, FitContext.Default);
        var dense = new DbscanTrainer { Radius = 3, MinSamples = 4 }.Fit(data, FitContext.Default);

        Assert.Equal(1, ClusterAgreement.AdjustedRand(truth, [.. means.TrainingLabels]));
        Assert.Equal(1, ClusterAgreement.NormalizedMutualInformation(truth, [.. means.TrainingLabels]), 12);
        Assert.Equal(4, dense.Clusters);
    }

    [Fact]
    public void More_clusters_than_distinct_rows_end()
    {
        var rows = new Matrix(10, 1);
        for (int i = 0; i < 10; i++) rows[i][0] = i % 2;

        var model = new KMeansTrainer { Clusters = 4 }.Fit(new(rows), FitContext.Default);

        Assert.Equal(2, model.TrainingLabels.Distinct().Count());
    }

    [Fact]
    public void More_clusters_than_rows_are_refused() =>
        Assert.Contains("fewer clusters", Assert.Throws<LearningException>(() => new KMeansTrainer { Clusters = 5 }.Fit(new(new Matrix(4, 1)), FitContext.Default)).Message, StringComparison.Ordinal);

    [Fact]
    public void Dbscan_agrees_with_its_definition()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var rows = Points.Of(SampleTables.Blobs(150, 2, 4, 3, seed));
            var labels = Dbscan.Run(new KdTree(rows), 0.6, 4, default, out var core);
            for (int i = 0; i < rows.Count; i++)
            {
                var near = Enumerable.Range(0, rows.Count).Where(j => Math.Sqrt(Euclidean.Squared(rows[i], rows[j])) <= 0.6).ToArray();
                Assert.Equal(near.Length >= 4, core[i]);
                if (core[i]) Assert.All(near.Where(j => core[j]), j => Assert.Equal(labels[i], labels[j]));
                else Assert.Equal(near.Any(j => core[j]), labels[i] >= 0);
            }
        }
    }

    [Fact]
    public void A_dbscan_model_gives_core_rows_their_cluster_and_far_rows_none()
    {
        var rows = SampleTables.Blobs(150, 2, 3, 20, 7);
        var model = new DbscanTrainer { Radius = 1, MinSamples = 4 }.Fit(new(rows), FitContext.Default);
        var scores = new double[150];
        model.Score(rows.All, scores);

        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(model.TrainingLabels[i], scores[i]));
        model.Score(new Rows([500, 500], 2), scores.AsSpan(0, 1));
        Assert.Equal(-1, scores[0]);
    }

    [Fact]
    public void Noise_alone_is_a_model_without_clusters()
    {
        var model = new DbscanTrainer { Radius = 1e-6 }.Fit(new(SampleTables.Blobs(20, 2, 1, 0, 8)), FitContext.Default);
        var score = new double[1];
        model.Score(new Rows([0, 0], 2), score);

        Assert.Equal(0, model.Clusters);
        Assert.Equal(-1, score[0]);
    }

    [Fact]
    public void Agreement_ignores_names_and_is_symmetric()
    {
        int[] a = [0, 0, 1, 1, 2, 2], renamed = [5, 5, 3, 3, -1, -1], other = [0, 1, 0, 1, 0, 1];

        Assert.Equal(1, ClusterAgreement.AdjustedRand(a, renamed));
        Assert.Equal(1, ClusterAgreement.NormalizedMutualInformation(a, renamed), 12);
        Assert.Equal(ClusterAgreement.AdjustedRand(a, other), ClusterAgreement.AdjustedRand(other, a), 12);
        Assert.True(ClusterAgreement.AdjustedRand(a, other) < 0);
        Assert.Equal(1, ClusterAgreement.AdjustedRand([0, 0, 0], [1, 1, 1]));
    }

    [Fact]
    public void Quality_of_one_cluster_or_of_noise_is_refused()
    {
        var rows = SampleTables.Blobs(4, 1, 1, 0, 1);

        Assert.Throws<LearningException>(() => ClusterQuality.Silhouette(rows, [0, 0, 0, 0]));
        Assert.Throws<LearningException>(() => ClusterQuality.DaviesBouldin(rows, [0, 1, 2, 3]));
        Assert.Contains("row 2", Assert.Throws<LearningException>(() => ClusterQuality.CalinskiHarabasz(rows, [0, -1, 1, 1])).Message, StringComparison.Ordinal);
    }
}
