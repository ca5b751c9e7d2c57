using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Optimisers;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Layers beside their definitions, written down value by value.</summary>
public class LayerDefinitionTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void Gru()
    {
        const int Width = 3, Units = 5;
        var layer = new GruLayer<double>(Width, Units);
        WeightInitialisation.Draw(layer, 3);
        var input = Random(2, 4, Width);
        var pass = layer.NewPass(training: false);
        pass.Forward(input, PassMode.Scoring);
        for (int s = 0; s < 2; s++)
        {
            var h = new double[Units];
            for (int t = 0; t < 4; t++)
            {
                double[] x = Product(layer.InputWeight, layer.InputBias, input[s, t]), u = Product(layer.HiddenWeight, layer.HiddenBias, h), next = new double[Units];
                for (int j = 0; j < Units; j++)
                {
                    double r = Sigmoid(x[j] + u[j]), z = Sigmoid(x[Units + j] + u[Units + j]), n = Math.Tanh(x[2 * Units + j] + r * u[2 * Units + j]);
                    next[j] = (1 - z) * n + z * h[j];
                }
                h = next;
                ReferenceVectors.Near(h, pass.Output[s, t], Tolerance, $"state of sequence {s} at step {t}");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention(bool causal)
    {
        const int Width = 6, Heads = 2, Steps = 5, Each = Width / Heads;
        var layer = new AttentionLayer<double>(Width, Heads, causal);
        WeightInitialisation.Draw(layer, 3);
        var input = Random(2, Steps, Width);
        input.Lengths[1] = 3;
        var pass = layer.NewPass(training: false);
        pass.Forward(input, PassMode.Scoring);
        for (int s = 0; s < 2; s++)
        {
            int length = input.Lengths[s];
            var projected = Enumerable.Range(0, length).Select(t => Product(layer.Projection.Weight, layer.Projection.Bias, input[s, t])).ToArray();
            for (int t = 0; t < length; t++)
            {
                var mixed = new double[Width];
                for (int h = 0; h < Heads; h++)
                {
                    int seen = causal ? t + 1 : length;
                    var scores = Enumerable.Range(0, seen).Select(k => Math.Exp(Enumerable.Range(h * Each, Each).Sum(j => projected[t][j] * projected[k][Width + j]) / Math.Sqrt(Each))).ToArray();
                    for (int j = h * Each; j < (h + 1) * Each; j++) mixed[j] = Enumerable.Range(0, seen).Sum(k => scores[k] / scores.Sum() * projected[k][2 * Width + j]);
                }
                ReferenceVectors.Near(Product(layer.Output.Weight, layer.Output.Bias, mixed), pass.Output[s, t], Tolerance, $"sequence {s}, step {t}");
            }
        }
    }

    [Fact]
    public void Layer_norm_brings_rows_to_mean_0_and_variance_1()
    {
        var input = Random(3, 1, 7);
        var pass = new LayerNormLayer<double>(7).NewPass(training: false);
        pass.Forward(input, PassMode.Scoring);
        for (int i = 0; i < 3; i++)
        {
            var (x, y) = (input[i].ToArray(), pass.Output[i].ToArray());
            double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean));
            for (int j = 0; j < 7; j++) Assert.Equal((x[j] - mean) / Math.Sqrt(variance + 1e-5), y[j], Tolerance);
        }
    }

    [Fact]
    public void Positions_are_encoded_as_sines_and_cosines()
    {
        var layer = new PositionalEncodingLayer<double>(50, 4);
        Assert.Equal([0, 1, 0, 1], layer.Table[..4]);
        Assert.Equal(Math.Sin(7), layer.Table[28], Tolerance);
        Assert.Equal(Math.Cos(7), layer.Table[29], Tolerance);
        Assert.Equal(Math.Sin(0.07), layer.Table[30], Tolerance);
    }

    [Fact]
    public void Dropout_drops_its_share_in_training_and_nothing_at_scoring()
    {
        var pass = new DropoutLayer<double>(100, 0.3).NewPass(training: true);
        var ones = new Batch<double>();
        ones.Shape(200, 1, 100);
        ones.Values.Fill(1);
        pass.Forward(ones, new PassMode(Training: true, Noise: 5));
        var values = pass.Output.Values.ToArray();
        Assert.Equal(0.3, values.Count(v => v == 0) / 20000.0, 0.015);
        Assert.All(values, v => Assert.True(v == 0 || v == 1 / 0.7));
        pass.Forward(ones, PassMode.Scoring);
        Assert.All(pass.Output.Values.ToArray(), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Sampling_has_the_mean_and_the_variance_that_it_is_given()
    {
        var pass = new GaussianSamplingLayer<double>(1).NewPass(training: true);
        var input = new Batch<double>();
        input.Shape(20000, 1, 2);
        for (int i = 0; i < input.Rows; i++) (input[i][0], input[i][1]) = (2, Math.Log(0.25));
        pass.Forward(input, new PassMode(Training: true, Noise: 5));
        var drawn = pass.Output.Values.ToArray();
        Assert.Equal(2, drawn.Average(), 0.02);
        Assert.Equal(0.25, drawn.Average(d => (d - 2) * (d - 2)), 0.01);
        pass.Forward(input, PassMode.Scoring);
        Assert.All(pass.Output.Values.ToArray(), v => Assert.Equal(2, v));
    }

    [Fact]
    public void First_weights_are_uniform_within_their_bound()
    {
        var layer = new DenseLayer<double>(100, 400);
        WeightInitialisation.Draw(layer, 1);
        Assert.Equal(0.1, layer.Weight.Values.Max(), 1e-4);
        Assert.Equal(-0.1, layer.Weight.Values.Min(), 1e-4);
        Assert.Equal(0.01 / 3, layer.Weight.Values.Average(w => w * w), 1e-4);
        Assert.True(layer.Bias.Values.Max() <= 0.1);
        var lstm = new LstmLayer<double>(100, 25);
        WeightInitialisation.Draw(lstm, 1);
        Assert.Equal(0.2, lstm.InputWeight.Values.Max(), 1e-3);
    }

    [Fact]
    public void Losses_are_right_for_logits_of_any_size()
    {
        var logits = new Batch<double>();
        logits.Shape(3, 1, 1);
        new[] { 1000.0, -1000, 0 }.CopyTo(logits.Values);
        Assert.Equal(1000 + 1000 + Math.Log(2), BinaryCrossEntropy.Compute(logits, [0, 1, 1], [], 1, null), 1e-9);
        logits.Shape(1, 1, 3);
        new[] { 1000.0, 1001, -5000 }.CopyTo(logits.Values);
        Assert.Equal(1 + Math.Log(1 + Math.Exp(-1)), SoftmaxCrossEntropy.Compute(logits, [0], [], 1, null), 1e-9);
    }

    [Fact]
    public void Decoupled_weight_decay_shrinks_weights_without_a_gradient()
    {
        var layer = new DenseLayer<double>(1, 9);
        layer.Weight.Values.AsSpan().Fill(2);
        new Adam<double>(weightDecay: 0.1).Step(layer.Parameters, [new double[9], new double[9]], 0.5);
        Assert.All(layer.Weight.Values, w => Assert.Equal(2 * (1 - 0.05), w, Tolerance));
    }

    [Theory]
    [InlineData(LearningRateSchedule.Constant, 1, 1, 1)]
    [InlineData(LearningRateSchedule.Cosine, 1, 0.5, 0)]
    [InlineData(LearningRateSchedule.WarmUpCosine, 0.0099, 0.587, 0)]
    [InlineData(LearningRateSchedule.Step, 1, 0.5, 0.125)]
    public void Learning_rates_follow_their_schedule(LearningRateSchedule schedule, double start, double half, double end)
    {
        Assert.Equal(start, schedule.Factor(0), 1e-3);
        Assert.Equal(half, schedule.Factor(0.5), 1e-3);
        Assert.Equal(end, schedule.Factor(1), 1e-3);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Product(Parameter<double> weight, Parameter<double> bias, ReadOnlySpan<double> x)
    {
        var y = new double[weight.Rows];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias.Values[i];
            for (int j = 0; j < x.Length; j++) y[i] += weight.Values[i * x.Length + j] * x[j];
        }
        return y;
    }

    private static Batch<double> Random(int sequences, int steps, int width)
    {
        var random = new Xoshiro256(8);
        var batch = new Batch<double>();
        batch.Shape(sequences, steps, width);
        foreach (ref double value in batch.Values) value = random.NextDouble() * 4 - 2;
        return batch;
    }
}
