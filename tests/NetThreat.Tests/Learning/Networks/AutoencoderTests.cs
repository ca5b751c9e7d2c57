using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Networks;

public class AutoencoderTests
{
    private static readonly AutoencoderTrainer s_trainer = new() { Units = 12, Code = 2, Epochs = 40, BatchSize = 300, LearningRate = 5e-3, Patience = 40 };

    private static readonly Lazy<AutoencoderModel> s_model = new(() => (AutoencoderModel)s_trainer.Fit(new TrainingData(Plane(1500, 1)), FitContext.Default));

    [Fact]
    public void Learns_the_plane_on_which_normal_rows_lie()
    {
        double normal = Mean(s_model.Value, Plane(300, 2)), other = Mean(s_model.Value, Cloud(300, 3));
        Assert.True(normal < 0.05, $"normal rows are restored with an error of {normal}");
        Assert.True(other > 10 * normal, $"{other} against {normal}");
    }

    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0, 0.2)]
    public void A_denoising_autoencoder_learns_it_too(double corruption, double noise)
    {
        var model = (AutoencoderModel)(s_trainer with { Corruption = corruption, Noise = noise }).Fit(new TrainingData(Plane(1500, 1)), FitContext.Default);
        double normal = Mean(model, Plane(300, 2)), other = Mean(model, Cloud(300, 3));
        Assert.True(other > 4 * normal, $"{other} against {normal}");
        Assert.NotEqual(Mean(s_model.Value, Plane(300, 2)), normal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var trainer = s_trainer with { Epochs = 3, Corruption = 0.1, Noise = 0.1 };
        var data = new TrainingData(Plane(1500, 1));
        var one = Bytes(trainer.Fit(data, new FitContext { Threads = 1 }));
        Assert.Equal(one, Bytes(trainer.Fit(data, new FitContext { Threads = 2 })));
        Assert.Equal(one, Bytes(trainer.Fit(data, new FitContext { Threads = 3 })));
        Assert.NotEqual(one, Bytes((trainer with { Seed = 2 }).Fit(data, FitContext.Default)));
    }

    [Fact]
    public void A_batch_is_its_rows_to_the_bit()
    {
        var rows = Plane(101, 5);
        var together = Scores(s_model.Value, rows);
        for (int i = 0; i < rows.Rows; i++)
        {
            var alone = new double[1];
            s_model.Value.Score(rows.Slice(i, 1), alone);
            Assert.Equal(together[i], alone[0]);
        }
    }

    [Fact]
    public void Contributions_are_the_squared_errors_and_add_up_to_the_score()
    {
        var rows = Cloud(20, 6);
        var scores = Scores(s_model.Value, rows);
        var contributions = new double[rows.Columns];
        for (int i = 0; i < rows.Rows; i++)
        {
            Assert.Equal(0, s_model.Value.Explain(rows[i], 0, contributions));
            Assert.Equal(scores[i], contributions.Sum(), scores[i] * 1e-6);
            Assert.All(contributions, c => Assert.True(c >= 0));
        }
    }

    [Fact]
    public void The_column_that_leaves_the_plane_contributes_most()
    {
        var row = Plane(1, 7)[0].ToArray();
        row[4] += 4;
        var contributions = new double[row.Length];
        s_model.Value.Explain(row, 0, contributions);
        Assert.Equal(4, Array.IndexOf(contributions, contributions.Max()));
    }

    [Fact]
    public void Saved_and_loaded_it_gives_the_same_scores()
    {
        var rows = Cloud(50, 8);
        using var stream = new MemoryStream(Bytes(s_model.Value));
        var loaded = (AutoencoderModel)ModelFile.Read(stream);
        Assert.Equal(Scores(s_model.Value, rows), Scores(loaded, rows));
        Assert.Equal(Bytes(s_model.Value), Bytes(loaded));
    }

    [Fact]
    public void Scoring_and_explaining_allocate_nothing()
    {
        var rows = Plane(200, 9);
        var scores = new double[200];
        var contributions = new double[rows.Columns];
        s_model.Value.Score(rows.All, scores);
        s_model.Value.Explain(rows[0], 0, contributions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        s_model.Value.Score(rows.All, scores);
        s_model.Value.Score(rows.Slice(3, 1), scores.AsSpan(0, 1));
        s_model.Value.Explain(rows[0], 0, contributions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_row_that_overflows_is_abnormal_not_NaN()
    {
        var row = Enumerable.Repeat(3e38f, 6).ToArray();
        var score = new double[1];
        s_model.Value.Score(new Rows(row, 6), score);
        Assert.Equal(float.MaxValue, score[0]);
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused_by_row_and_column()
    {
        var rows = Plane(3, 1);
        rows[1][2] = float.NaN;
        var fit = Assert.Throws<LearningException>(() => s_trainer.Fit(new TrainingData(rows), FitContext.Default));
        var score = Assert.Throws<LearningException>(() => Scores(s_model.Value, rows));
        Assert.Contains("row 2, column 'c2' is NaN", fit.Message, StringComparison.Ordinal);
        Assert.Contains("row 2, column 'c2' is NaN", score.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_of_rows_decide_what_is_learned(bool first)
    {
        // Two lines that cross; a code of one value has room for one.
        var rows = new Matrix(600, 6);
        for (int i = 0; i < 600; i++)
        {
            for (int j = 0; j < 6; j++) rows[i][j] = (i / 2 - 150) / 150f * (i % 2 == 1 && j % 2 == 1 ? -1 : 1);
        }
        var weights = Enumerable.Range(0, 600).Select(i => i % 2 == 0 == first ? 1f : 0f).ToArray();
        var trainer = s_trainer with { Units = 4, Code = 1, Activation = Activation.Tanh, BatchSize = 30 };
        var scores = Scores((AutoencoderModel)trainer.Fit(new TrainingData(rows) { Weights = weights }, FitContext.Default), rows);
        double learned = scores.Where((_, i) => weights[i] > 0).Average(), ignored = scores.Where((_, i) => weights[i] == 0).Average();
        Assert.True(ignored > 5 * learned, $"an error of {ignored} on rows without weight, {learned} with");
    }

    /// <summary>Six columns that follow two.</summary>
    internal static Matrix Plane(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var matrix = new Matrix(rows, 6);
        for (int i = 0; i < rows; i++)
        {
            double a = random.NextDouble() * 2 - 1, b = random.NextDouble() * 2 - 1;
            double[] row = [a, b, a + b, a - b, 0.5 * a, a * b];
            for (int j = 0; j < 6; j++) matrix[i][j] = (float)(row[j] + 0.02 * (random.NextDouble() - 0.5));
        }
        return matrix;
    }

    /// <summary>Six columns that follow nothing.</summary>
    internal static Matrix Cloud(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        return new Matrix([.. Enumerable.Range(0, rows * 6).Select(_ => (float)(random.NextDouble() * 2 - 1))], rows, 6);
    }

    private static double Mean(AutoencoderModel model, Matrix rows) => Scores(model, rows).Average();

    private static double[] Scores(AutoencoderModel model, Matrix rows)
    {
        var scores = new double[rows.Rows];
        model.Score(rows.All, scores);
        return scores;
    }

    private static byte[] Bytes(NetThreat.Learning.Models.IModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }
}
