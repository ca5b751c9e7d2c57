using System.Text.Json;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Clustering;

/// <summary>clustering.json: scikit-learn's numbers.</summary>
public class ClusteringReferenceTests
{
    private const double Centers = 1e-10, Inertia = 1e-10, Silhouette = 1e-7, Other = 1e-9;

    private static readonly Lazy<JsonElement> File = new(() => Reference.Read("clustering.json"));

    private static Points Rows => SampleTables.Points(File.Value.Table("rows"));

    [DataFact]
    public void Lloyd_from_given_centres_ends_where_theirs_does()
    {
        foreach (var run in File.Value.Items("k_means"))
        {
            var start = SampleTables.Points(run.Table("initial_centers"));
            Assert.Equal(Rows.Take(run.Wholes("initial_rows")).Values, start.Values);

            var one = Lloyd.Run(Rows, null, start, 1, 1, default);
            var all = Lloyd.Run(Rows, null, start, 300, 1, default);

            Reference.Close(SampleTables.Points(run.Table("centers_after_one_iteration")).Values, one.Centers.Values, Centers);
            Reference.Close(SampleTables.Points(run.Table("centers")).Values, all.Centers.Values, Centers);
            Assert.Equal(run.Wholes("labels"), all.Labels);
            Assert.Equal(run.Whole("iterations"), all.Iterations);
            Reference.CloseRelative(run.Number("inertia"), all.Inertia, Inertia);
        }
    }

    [DataFact]
    public void New_rows_go_to_their_centre_at_their_distance()
    {
        var fresh = SampleTables.Points(File.Value.Table("fresh"));
        foreach (var run in File.Value.Items("k_means"))
        {
            var centers = SampleTables.Points(run.Table("centers"));
            var distances = run.Table("distance_fresh");
            for (int i = 0; i < fresh.Count; i++)
            {
                Assert.Equal(run.Wholes("predict_fresh")[i], Lloyd.Nearest(centers, fresh[i], out double squared));
                Reference.Close(distances[i].Min(), Math.Sqrt(squared), Centers);
                for (int c = 0; c < centers.Count; c++) Reference.Close(distances[i][c], Math.Sqrt(Euclidean.Squared(centers[c], fresh[i])), Centers);
            }
        }
    }

    [DataFact]
    public void Quality_of_k_means_is_measured_as_theirs()
    {
        foreach (var run in File.Value.Items("k_means"))
        {
            var labels = run.Wholes("labels");
            var silhouettes = ClusterQuality.Silhouettes(Rows, labels);

            Reference.Close(run.Numbers("silhouette_samples"), silhouettes, Silhouette);
            Reference.Close(run.Number("silhouette"), silhouettes.Average(), Silhouette);
            Reference.Close(run.Number("davies_bouldin"), ClusterQuality.DaviesBouldin(Rows, labels), Other);
            Reference.Close(run.Number("calinski_harabasz"), ClusterQuality.CalinskiHarabasz(Rows, labels), Other);
        }
    }

    [DataFact]
    public void Twenty_restarts_reach_the_best_known_inertia_within_2_percent()
    {
        var data = new TrainingData(SampleTables.Matrix(File.Value.Table("rows")));
        foreach (var run in File.Value.Items("k_means"))
        {
            double best = run.Number("best_inertia_of_200_kmeans_plus_plus_runs");
            for (ulong seed = 0; seed < 5; seed++)
            {
                var result = KMeans.Run(data, run.Whole("k"), 20, 300, seed, FitContext.Default);
                Assert.InRange(result.Inertia, best * 0.999_99, best * 1.02);
            }
        }
    }

    [DataFact]
    public void Dbscan_labels_and_cores_are_theirs()
    {
        var tree = new KdTree(Rows);
        foreach (var run in File.Value.Items("dbscan"))
        {
            var labels = Dbscan.Run(tree, run.Number("eps"), run.Whole("min_samples"), default, out var core);

            Assert.Equal(run.Wholes("labels"), labels);
            Assert.Equal(run.Wholes("core_indices"), Enumerable.Range(0, labels.Length).Where(i => core[i]));
            Assert.Equal(run.Whole("clusters"), labels.Max() + 1);
            Assert.Equal(run.Whole("noise"), labels.Count(l => l < 0));
        }
    }

    [DataFact]
    public void Quality_of_dbscan_is_measured_as_theirs()
    {
        var classes = File.Value.Wholes("classes");
        foreach (var run in File.Value.Items("dbscan"))
        {
            var labels = run.Wholes("labels");
            var kept = Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0).ToArray();

            Reference.Close(run.Number("silhouette_without_noise"), ClusterQuality.Silhouettes(Rows.Take(kept), kept.Select(i => labels[i]).ToArray()).Average(), Silhouette);
            Reference.Close(run.Number("adjusted_rand_to_classes"), ClusterAgreement.AdjustedRand(labels, classes), Other);
            Reference.Close(run.Number("normalized_mutual_information_to_classes"), ClusterAgreement.NormalizedMutualInformation(labels, classes), Other);
        }
    }
}
