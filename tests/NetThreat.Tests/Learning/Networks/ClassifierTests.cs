using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Classifiers learn what can be learned, and integrated gradients keep the axioms of their paper.</summary>
public class ClassifierTests
{
    private static readonly Lazy<DenseClassifierModel> s_dense = new(() =>
        (DenseClassifierModel)new DenseClassifierTrainer { Units = 16, Epochs = 60, BatchSize = 50, LearningRate = 5e-3, Activation = Activation.Tanh, Patience = 60 }.Fit(NetworkSamples.Rows(1000, 1), FitContext.Default));

    private static readonly Dictionary<SequenceEncoder, Lazy<SequenceClassifierModel>> s_sequence = Enum.GetValues<SequenceEncoder>().ToDictionary(e => e, e => new Lazy<SequenceClassifierModel>(() =>
        (SequenceClassifierModel)new SequenceClassifierTrainer { Encoder = e, Units = 12, Heads = 2, Epochs = 30, BatchSize = 25, LearningRate = 1e-2, Patience = 30 }.Fit(NetworkSamples.Sequences(800, 1), FitContext.Default)));

    [Fact]
    public void A_dense_classifier_tells_three_corners_apart()
    {
        var test = NetworkSamples.Rows(500, 2);
        var scores = new double[500 * 3];
        s_dense.Value.Score(test.Features.All, scores);
        int right = 0;
        for (int i = 0; i < 500; i++)
        {
            var row = scores.AsSpan(i * 3, 3).ToArray();
            Assert.Equal(1, row.Sum(), 1e-12);
            if (Array.IndexOf(row, row.Max()) == test.Labels![i]) right++;
        }
        Assert.True(right > 480, $"{right} of 500 right");
    }

    [Theory]
    [InlineData(SequenceEncoder.Lstm)]
    [InlineData(SequenceEncoder.Gru)]
    [InlineData(SequenceEncoder.Transformer)]
    public void A_sequence_classifier_finds_the_step_that_matters(SequenceEncoder encoder)
    {
        var test = NetworkSamples.Sequences(400, 2);
        var scores = new double[800];
        s_sequence[encoder].Value.Score(test.Inputs, scores);
        int right = Enumerable.Range(0, 400).Count(i => (scores[2 * i + 1] > 0.5) == (test.Labels![i] == 1));
        Assert.True(right > 380, $"{right} of 400 right");
    }

    [Fact]
    public void Integrated_gradients_of_a_row_are_complete()
    {
        var model = s_dense.Value;
        var rows = NetworkSamples.Rows(20, 3).Features;
        var contributions = new double[4];
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                double baseline = model.Explain(rows[i], c, contributions), margin = Margin(Scores(model, rows[i]), c);
                Assert.Equal(margin, baseline + contributions.Sum(), 2e-3 * Math.Max(1, Math.Abs(margin)));
            }
        }
    }

    [Fact]
    public void A_column_that_the_network_does_not_read_contributes_nothing()
    {
        var model = s_dense.Value;
        var first = (DenseLayer<float>)model.Network.Layers[0];
        var network = new DenseClassifierShape(4, 3, 16, 2, Activation.Tanh).NewNetwork();
        for (int i = 0; i < network.Parameters.Count; i++) model.Network.Parameters[i].Values.CopyTo(network.Parameters[i].Values, 0);
        for (int o = 0; o < first.Outputs; o++) ((DenseLayer<float>)network.Layers[0]).Weight.Values[o * 4 + 2] = 0;
        network.Refresh();
        var blind = new DenseClassifierModel(model.Columns, model.Classes, new DenseClassifierShape(4, 3, 16, 2, Activation.Tanh), new float[4], network);
        var contributions = new double[4];
        blind.Explain([0.5f, -0.5f, 3, 1], 1, contributions);
        Assert.Equal(0, contributions[2]);
        Assert.NotEqual(0, contributions[0]);
    }

    [Theory]
    [InlineData(SequenceEncoder.Lstm)]
    [InlineData(SequenceEncoder.Gru)]
    [InlineData(SequenceEncoder.Transformer)]
    public void Integrated_gradients_of_a_sequence_are_complete_and_name_the_step(SequenceEncoder encoder)
    {
        var (model, data) = (s_sequence[encoder].Value, NetworkSamples.Sequences(10, 7));
        int named = 0, attacks = 0;
        for (int i = 0; i < data.Inputs.Count; i++)
        {
            int length = data.Inputs.Lengths[i];
            var steps = new Rows(data.Inputs[i][..(length * 3)], 3);
            var contributions = new double[length * 3];
            double baseline = model.Explain(steps, 1, contributions);
            var scores = new double[2];
            model.Score(new Sequences(steps.Values.ToArray(), [length], length, 3), scores);
            double margin = Margin(scores, 1);
            Assert.Equal(margin, baseline + contributions.Sum(), 0.02 * Math.Max(1, Math.Abs(margin)));
            if (data.Labels![i] == 0) continue;
            attacks++;
            if (steps.Values[Array.IndexOf(contributions, contributions.Max())] == 2) named++;
        }
        Assert.True(named >= 0.9 * attacks, $"{named} of {attacks}");
    }

    [Fact]
    public void Logits_that_overflow_give_equal_probabilities()
    {
        var scores = new double[3];
        s_dense.Value.Score(new Rows([3e38f, -3e38f, 3e38f, 3e38f], 4), scores);
        Assert.Equal(1, scores.Sum(), 1e-12);
    }

    [Fact]
    public void Balanced_classes_find_more_of_the_rare_one()
    {
        var rows = NetworkSamples.Rows(3000, 4);
        int[] few = [.. Enumerable.Range(0, 3000).Where(i => rows.Labels![i] != 2 || i < 60)];
        var trainer = new DenseClassifierTrainer { Units = 8, Layers = 1, Epochs = 5, BatchSize = 100 };
        double plain = Recall(trainer), balanced = Recall(trainer with { BalanceClasses = true });
        Assert.True(balanced > plain, $"{balanced} against {plain}");

        double Recall(DenseClassifierTrainer with)
        {
            var model = (DenseClassifierModel)with.Fit(rows.Take(few), FitContext.Default);
            var test = NetworkSamples.Rows(600, 5);
            return Enumerable.Range(0, 600).Where(i => test.Labels![i] == 2).Average(i => Scores(model, test.Features[i])[2]);
        }
    }

    private static double[] Scores(DenseClassifierModel model, ReadOnlySpan<float> row)
    {
        var scores = new double[3];
        model.Score(new Rows(row, 4), scores);
        return scores;
    }

    private static double Margin(double[] probabilities, int c) => Math.Log(probabilities[c] / (1 - probabilities[c]));
}
