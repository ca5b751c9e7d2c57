using System.Text.Json;
using NetThreat.Learning;
using NetThreat.Learning.Federation;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Federation;

/// <summary>federated.json: the papers' definitions in numpy; and properties.</summary>
public class AggregationTests
{
    private const double All = 1e-12, Geometric = 1e-7;

    [DataFact]
    public void Averages_medians_and_clipped_averages_are_theirs()
    {
        foreach (var (run, clients, samples, expected) in Cases())
        {
            var clipped = expected.GetProperty("clipped");

            Reference.Close(expected.Numbers("fed_avg"), Aggregation.FedAvg(clients, samples), All, "average");
            Reference.Close(expected.Numbers("mean"), Aggregation.TrimmedMean(clients, 0), All, "mean");
            Reference.Close(expected.Numbers("median"), Aggregation.Median(clients), All, "median");
            Reference.Close(expected.Numbers("trimmed_mean"), Aggregation.TrimmedMean(clients, run.Whole("trim")), All, "trimmed mean");
            Reference.Close(expected.Numbers("geometric_median"), Aggregation.GeometricMedian(clients, samples), Geometric, "geometric median");
            Reference.Close(clipped.Numbers("fed_avg"), Aggregation.ClippedFedAvg(clients, samples, clipped.Numbers("start"), clipped.Number("limit")), All, "clipped");
        }
    }

    [DataFact]
    public void Krum_chooses_whom_theirs_chooses()
    {
        foreach (var (run, clients, _, expected) in Cases())
        {
            int byzantine = run.Whole("byzantine"), count = run.Whole("multi_krum_m");

            Reference.Close(expected.Numbers("krum_scores"), Aggregation.KrumScores(clients, byzantine), All, "scores");
            Assert.Equal(expected.Whole("krum_client"), Aggregation.Krum(clients, byzantine));
            Reference.Close(expected.Numbers("krum"), clients[Aggregation.Krum(clients, byzantine)], All, "krum");
            Assert.Equal(expected.Wholes("multi_krum_clients"), Aggregation.MultiKrumClients(clients, byzantine, count));
            Reference.Close(expected.Numbers("multi_krum"), Aggregation.MultiKrum(clients, byzantine, count), All, "multi-krum");
        }
    }

    [Fact]
    public void A_liar_moves_the_average_and_not_the_others()
    {
        double[][] honest = [[1, 2], [1.1, 2.1], [0.9, 1.9], [1, 2.1], [1.05, 2]];
        double[][] attacked = [.. honest, [1e9, -1e9]];
        double[] ones = [1, 1, 1, 1, 1, 1];

        Assert.True(Aggregation.FedAvg(attacked, ones)[0] > 1e8);
        foreach (var robust in new[] { Aggregation.Median(attacked), Aggregation.TrimmedMean(attacked, 1), Aggregation.MultiKrum(attacked, 1, 3), Aggregation.GeometricMedian(attacked, ones) })
        {
            Assert.InRange(robust[0], 0.9, 1.1);
            Assert.InRange(robust[1], 1.9, 2.1);
        }
    }

    [Fact]
    public void What_cannot_be_aggregated_is_refused()
    {
        Assert.Throws<LearningException>(() => { Aggregation.Median([]); });
        Assert.Throws<LearningException>(() => { Aggregation.Median([[1], [1, 2]]); });
        Assert.Contains("client 2", Assert.Throws<LearningException>(() => { Aggregation.FedAvg([[1], [double.NaN]], [1, 1]); }).Message, StringComparison.Ordinal);
        Assert.Throws<LearningException>(() => { Aggregation.TrimmedMean([[1], [2]], 1); });
        Assert.Throws<LearningException>(() => { Aggregation.KrumScores([[1], [2], [3]], 1); });
        Assert.Throws<LearningException>(() => { Aggregation.FedAvg([[1], [2]], [0, 0]); });
    }

    private static IEnumerable<(JsonElement Run, double[][] Clients, double[] Samples, JsonElement Expected)> Cases() =>
        Reference.Read("federated.json").Items("cases").Select(c => (c, c.Table("weights"), c.Numbers("sample_counts"), c.GetProperty("expected")));
}
