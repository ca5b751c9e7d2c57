using NetThreat.Learning;
using NetThreat.Learning.Svm;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Svm;

public class OneClassSvmTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void At_most_nu_of_the_rows_lie_outside_and_at_least_nu_are_support_vectors(double nu)
    {
        var data = new TrainingData(SampleTables.Blobs(400, 3, 2, 4, 1));

        var model = new OneClassSvmTrainer { Nu = nu, Tolerance = 1e-6 }.Fit(data, FitContext.Default);
        var scores = new double[400];
        model.Score(data.Features.All, scores);

        Assert.True(scores.Count(s => s > 1e-4) <= nu * 400);
        Assert.True(model.SupportVectors >= nu * 400);
    }

    [Fact]
    public void Rows_far_from_all_training_rows_score_rho()
    {
        var model = new OneClassSvmTrainer().Fit(new(SampleTables.Blobs(200, 3, 1, 0, 2)), FitContext.Default);
        var score = new double[1];

        model.Score(new Rows([1e6f, 1e6f, 1e6f], 3), score);

        Assert.Equal(model.Rho, score[0]);
    }

    [Fact]
    public void A_row_of_weight_0_is_as_good_as_absent()
    {
        var all = SampleTables.Blobs(120, 2, 1, 0, 3);
        var weights = Enumerable.Range(0, 120).Select(i => i < 100 ? 1f : 0f).ToArray();
        var trainer = new OneClassSvmTrainer { Gamma = 0.5, Nu = 0.1, Tolerance = 1e-9 };

        var weighted = trainer.Fit(new(all) { Weights = weights }, FitContext.Default);
        var fewer = trainer.Fit(new(all.Take([.. Enumerable.Range(0, 100)])), FitContext.Default);

        double[] a = new double[120], b = new double[120];
        weighted.Score(all.All, a);
        fewer.Score(all.All, b);
        Reference.Close(a, b, 1e-7);
    }

    [Fact]
    public void Rows_all_the_same_can_be_fitted()
    {
        var model = new OneClassSvmTrainer().Fit(new(new Matrix(50, 2)), FitContext.Default);
        var scores = new double[2];

        model.Score(new Rows([0, 0, 3, 3], 2), scores);

        Assert.True(scores[1] > scores[0]);
    }

    [Fact]
    public void More_rows_than_allowed_are_drawn_from_by_the_seed()
    {
        var data = new TrainingData(SampleTables.Blobs(300, 2, 3, 5, 4));
        var trainer = new OneClassSvmTrainer { MaxRows = 100, Nu = 0.5 };

        var models = new ulong[] { 1, 1, 2 }.Select(s => (trainer with { Seed = s }).Fit(data, FitContext.Default)).ToArray();

        Assert.InRange(models[0].SupportVectors, 50, 100);
        Assert.Equal(models[0].Rho, models[1].Rho);
        Assert.NotEqual(models[0].Rho, models[2].Rho);
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        var cancelled = new FitContext { Cancelled = new CancellationToken(true) };

        Assert.Throws<OperationCanceledException>(() => new OneClassSvmTrainer().Fit(new(SampleTables.Blobs(100, 2, 2, 3, 5)), cancelled));
    }

    [Fact]
    public void Weights_of_0_for_all_drawn_rows_are_refused()
    {
        var weights = new float[200];
        weights[^1] = 1;
        var trainer = new OneClassSvmTrainer { MaxRows = 2, Seed = 1 };

        var error = Assert.Throws<LearningException>(() => trainer.Fit(new(SampleTables.Blobs(200, 2, 1, 0, 6)) { Weights = weights }, FitContext.Default));

        Assert.Contains("max-rows", error.Message, StringComparison.Ordinal);
    }
}
