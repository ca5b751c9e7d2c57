using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Variational autoencoders and predictors learn what is normal.</summary>
public class UnsupervisedTests
{
    private static readonly Lazy<VariationalAutoencoderModel> s_variational = new(() =>
        (VariationalAutoencoderModel)new VariationalAutoencoderTrainer { Units = 12, Code = 3, Beta = 0.01, Epochs = 60, BatchSize = 100, LearningRate = 5e-3, Patience = 60 }.Fit(new TrainingData(AutoencoderTests.Plane(1500, 1)), FitContext.Default));

    [Fact]
    public void A_variational_autoencoder_learns_the_plane()
    {
        double normal = Scores(AutoencoderTests.Plane(300, 2)).Average(), other = Scores(AutoencoderTests.Cloud(300, 3)).Average();
        Assert.True(other > 3 * normal, $"{other} against {normal}");
    }

    [Fact]
    public void Its_divergence_and_squared_errors_add_up_to_the_score()
    {
        var rows = AutoencoderTests.Cloud(20, 4);
        var (scores, contributions) = (Scores(rows), new double[6]);
        for (int i = 0; i < rows.Rows; i++)
        {
            double divergence = s_variational.Value.Explain(rows[i], 0, contributions);
            Assert.True(divergence > 0);
            Assert.Equal(scores[i], divergence + contributions.Sum(), scores[i] * 1e-6);
        }
    }

    [Theory]
    [InlineData(SequenceEncoder.Lstm)]
    [InlineData(SequenceEncoder.Gru)]
    [InlineData(SequenceEncoder.Transformer)]
    public void A_predictor_learns_a_rhythm_and_names_the_step_that_breaks_it(SequenceEncoder encoder)
    {
        var trainer = new SequencePredictorTrainer { Encoder = encoder, Units = 16, Heads = 2, Epochs = 30, BatchSize = 25, LearningRate = 1e-2, Patience = 30 };
        var model = (SequencePredictorModel)trainer.Fit(new SequenceData(Waves(500, 1), ColumnSet.Numbered(2), null, []), FitContext.Default);
        Sequences normal = Waves(60, 2), broken = Waves(60, 2);
        for (int i = 0; i < 60; i++) broken[i, 8][0] += 2;
        double[] normals = new double[60], others = new double[60];
        model.Score(normal, normals);
        model.Score(broken, others);
        Assert.True(Enumerable.Range(0, 60).Count(i => others[i] > normals[i]) >= 58);
        Assert.True(others.Average() > 2 * normals.Average(), $"{others.Average()} against {normals.Average()}");

        var contributions = new double[24];
        int named = 0;
        for (int i = 0; i < 60; i++)
        {
            model.Explain(new Rows(broken[i], 2), contributions);
            Assert.Equal(others[i], contributions.Sum(), others[i] * 1e-5);
            if (Array.IndexOf(contributions, contributions.Max()) == 16) named++;
        }
        Assert.True(named > 50, $"{named} of 60");
    }

    [Fact]
    public void The_loss_falls_and_training_stops_when_the_validation_loss_does_not()
    {
        var settings = new NetworkFitSettings { Epochs = 200, BatchSize = 50, LearningRate = 1e-2, Schedule = LearningRateSchedule.Constant, WeightDecay = 0, MaxGradientNorm = 5, ValidationShare = 0.3, Patience = 4, ShardSize = 25, Seed = 1 };
        var losses = Train(AutoencoderTests.Plane(300, 1), settings with { Epochs = 20, Patience = 20 }, out _);
        Assert.True(losses[^1] < losses[0] / 4, $"from {losses[0]} to {losses[^1]}");

        // Sixty rows of noise are soon learned by heart.
        var noise = AutoencoderTests.Cloud(60, 1);
        losses = Train(noise, settings, out var network);
        Assert.InRange(losses.Count, 5, 199);
        Assert.All(losses.TakeLast(4), l => Assert.True(l >= losses.Min()));
        var (_, validation) = HeldOut.Split(60, null, 0.3, new Xoshiro256(Xoshiro256.WordAt(1, 1)));
        double kept = new ReconstructionObjective(noise, 0, 0).Run(new Shard(network, training: false), validation, 1, PassMode.Scoring) / validation.Length;
        Assert.Equal(losses.Min(), kept, 1e-6);
    }

    [Fact]
    public void A_training_that_diverges_says_so()
    {
        var rows = new Matrix([.. AutoencoderTests.Cloud(60, 1).Values.Select(v => v * 1e30f)], 60, 6);
        var refused = Assert.Throws<LearningException>(() => new AutoencoderTrainer().Fit(new TrainingData(rows), FitContext.Default));
        Assert.Contains("diverged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_has_as_many_heads_as_divide_its_units()
    {
        var trainer = new SequencePredictorTrainer { Encoder = SequenceEncoder.Transformer, Units = 9, Heads = 4, Epochs = 1 };
        var model = (SequencePredictorModel)trainer.Fit(new SequenceData(Waves(10, 1), ColumnSet.Numbered(2), null, []), FitContext.Default);
        Assert.Equal(3, model.Shape.Heads);
    }

    [Fact]
    public void Groups_are_held_out_as_a_whole()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => i / 10)];
        var (training, validation) = HeldOut.Split(100, groups, 0.25, new Xoshiro256(1));
        Assert.Equal(30, validation.Length);
        Assert.Empty(training.Select(i => groups[i]).Intersect(validation.Select(i => groups[i])));
        Assert.Equal(Enumerable.Range(0, 100), training.Concat(validation).Order());
    }

    private static IReadOnlyList<double> Train(Matrix rows, NetworkFitSettings settings, out SequentialLayer<float> network)
    {
        network = new AutoencoderShape(6, 32, 4, 2, Activation.Tanh).NewNetwork();
        return NetworkFit.Run(network, new ReconstructionObjective(rows, 0, 0), settings, FitContext.Default);
    }

    /// <summary>Twelve steps of a sine and a cosine that start anywhere.</summary>
    private static Sequences Waves(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var sequences = new Sequences(count, 12, 2);
        for (int i = 0; i < count; i++)
        {
            double phase = random.NextDouble() * 2 * Math.PI;
            for (int t = 0; t < 12; t++) (sequences[i, t][0], sequences[i, t][1]) = ((float)Math.Sin(phase + t * 0.9), (float)Math.Cos(phase + t * 0.9));
        }
        return sequences;
    }

    private static double[] Scores(Matrix rows)
    {
        var scores = new double[rows.Rows];
        s_variational.Value.Score(rows.All, scores);
        return scores;
    }
}
