using NetThreat.Learning.Distances;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Neighbors;

public class NeighborTests
{
    /// <summary>Minus score_samples of scikit-learn 1.2.1's LocalOutlierFactor(n_neighbors=20, novelty=True), fitted on the rows of clustering.json in float32, for its fresh rows.</summary>
    private static readonly double[] ScikitLearn =
    [
        2.2684164980328196, 0.9860091157445483, 6.987375923493625, 0.9715662512696334, 0.9840942972045317, 11.287365870376043, 1.0345500412808952,
        12.551068662612792, 11.287651248484892, 8.435055597395015, 8.988557348507046, 1.0013752581432032, 0.98822537540086, 10.009378330186252,
        0.9778550174487158, 1.2718805176207628, 1.1948302143607676, 1.1809058489795938, 1.0013752581432034, 1.30635676665579,
    ];

    [DataFact]
    public void Local_outlier_factors_are_those_of_scikit_learn()
    {
        var file = Reference.Read("clustering.json");
        var model = new LocalOutlierFactorTrainer().Fit(new(SampleTables.Matrix(file.Table("rows"))), FitContext.Default);
        var fresh = SampleTables.Matrix(file.Table("fresh"));
        var scores = new double[fresh.Rows];

        model.Score(fresh.All, scores);

        Reference.Close(ScikitLearn, scores, 1e-9);
    }

    [Fact]
    public void Inside_an_even_grid_the_factor_is_1_and_far_away_it_grows()
    {
        var grid = new Matrix(900, 2);
        for (int i = 0; i < 900; i++) (grid[i][0], grid[i][1]) = (i % 30, i / 30);
        var model = new LocalOutlierFactorTrainer { Neighbors = 4 }.Fit(new(grid), FitContext.Default);
        var scores = new double[3];

        model.Score(new Rows([15, 15, 40, 15, 80, 15], 2), scores);

        Assert.InRange(scores[0], 0.9, 1.3);
        Assert.True(1.3 < scores[1] && scores[1] < scores[2]);
    }

    [Fact]
    public void Scaling_all_columns_alike_changes_no_factor()
    {
        var rows = SampleTables.Blobs(200, 3, 2, 4, 3);
        var larger = new Matrix([.. rows.Values.Select(v => v * 8)], 200, 3);
        double[] a = new double[200], b = new double[200];

        new LocalOutlierFactorTrainer().Fit(new(rows), FitContext.Default).Score(rows.All, a);
        new LocalOutlierFactorTrainer().Fit(new(larger), FitContext.Default).Score(larger.All, b);

        Reference.Close(a, b, 1e-8);
    }

    [Fact]
    public void Coinciding_rows_have_finite_factors()
    {
        var model = new LocalOutlierFactorTrainer().Fit(new(new Matrix(50, 2)), FitContext.Default);
        var scores = new double[2];

        model.Score(new Rows([0, 0, 1, 1], 2), scores);

        Assert.Equal(1, scores[0], 9);
        Assert.True(double.IsFinite(scores[1]) && scores[1] > 1000);
    }

    [Fact]
    public void Fewer_rows_than_neighbours_use_what_there_is()
    {
        var model = new LocalOutlierFactorTrainer { Neighbors = 20 }.Fit(new(SampleTables.Blobs(5, 2, 1, 0, 1)), FitContext.Default);
        var score = new double[1];

        model.Score(new Rows([0, 0], 2), score);

        Assert.True(double.IsFinite(score[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Neighbour_distance_is_that_of_a_scan(bool mean)
    {
        var rows = SampleTables.Blobs(300, 4, 3, 3, 4);
        var model = new NeighborDistanceTrainer { Neighbors = 6, Mean = mean }.Fit(new(rows), FitContext.Default);
        var queries = SampleTables.Blobs(20, 4, 3, 3, 5);
        var scores = new double[20];

        model.Score(queries.All, scores);

        Points wide = Points.Of(rows), asked = Points.Of(queries);
        for (int q = 0; q < 20; q++)
        {
            var nearest = Enumerable.Range(0, 300).Select(r => Math.Sqrt(Euclidean.Squared(wide[r], asked[q]))).Order().Take(6).ToArray();
            Reference.Close(mean ? nearest.Average() : nearest[^1], scores[q], 1e-12);
        }
    }
}
