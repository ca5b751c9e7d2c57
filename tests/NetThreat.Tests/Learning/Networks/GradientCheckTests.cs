using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Every layer's and every loss's derivatives beside central differences in float64, over sequences of different lengths.</summary>
public class GradientCheckTests
{
    private const double Step = 1e-6, Tolerance = 2e-8;

    public static TheoryData<string> Layers => [.. s_layers.Keys];

    private static readonly Dictionary<string, Func<Layer<double>>> s_layers = new()
    {
        ["dense"] = () => new DenseLayer<double>(6, 5),
        ["tanh"] = () => new ActivationLayer<double>(Activation.Tanh, 6),
        ["relu"] = () => new ActivationLayer<double>(Activation.Relu, 6),
        ["sigmoid"] = () => new ActivationLayer<double>(Activation.Sigmoid, 6),
        ["leaky relu"] = () => new ActivationLayer<double>(Activation.LeakyRelu, 6),
        ["dropout"] = () => new DropoutLayer<double>(6, 0.4),
        ["layer norm"] = () => new LayerNormLayer<double>(6),
        ["lstm"] = () => new LstmLayer<double>(6, 5),
        ["gru"] = () => new GruLayer<double>(6, 5),
        ["two lstm"] = () => new SequentialLayer<double>(new LstmLayer<double>(6, 3), new LstmLayer<double>(3, 4)),
        ["attention"] = () => new AttentionLayer<double>(6, 2, causal: false),
        ["causal attention"] = () => new AttentionLayer<double>(6, 3, causal: true),
        ["positional encoding"] = () => new PositionalEncodingLayer<double>(9, 6),
        ["residual"] = () => new ResidualLayer<double>(new DenseLayer<double>(6, 6)),
        ["last step"] = () => new LastStepLayer<double>(6),
        ["mean step"] = () => new MeanStepLayer<double>(6),
        ["gaussian sampling"] = () => new GaussianSamplingLayer<double>(3),
        ["transformer block"] = () => new SequentialLayer<double>(
            new DenseLayer<double>(6, 4), new PositionalEncodingLayer<double>(9, 4),
            new ResidualLayer<double>(new SequentialLayer<double>(new LayerNormLayer<double>(4), new AttentionLayer<double>(4, 2, causal: false))),
            new ResidualLayer<double>(new SequentialLayer<double>(new LayerNormLayer<double>(4), new DenseLayer<double>(4, 8), new ActivationLayer<double>(Activation.Relu, 8), new DenseLayer<double>(8, 4))),
            new LayerNormLayer<double>(4), new MeanStepLayer<double>(4)),
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer(string name)
    {
        var layer = s_layers[name]();
        WeightInitialisation.Draw(layer, 7);
        var input = Random(5, 7, layer.Inputs, [7, 1, 4, 6, 7]);
        var pass = layer.NewPass(training: true);
        pass.Forward(input, Mode);
        var direction = Random(pass.Output.Sequences, pass.Output.Steps, layer.Outputs, pass.Output.Lengths.ToArray(), seed: 9);
        pass.ClearGradients();
        pass.Backward(Copy(direction));
        var inputGradient = pass.InputGradient.Values.ToArray();
        var gradients = pass.Gradients.Select(g => g.ToArray()).ToList();

        for (int p = 0; p < layer.Parameters.Count; p++)
            Compare(layer.Parameters[p].Values, gradients[p], Loss, $"{name}: {layer.Parameters[p].Name}");
        Compare(input, inputGradient, Loss, $"{name}: input");

        double Loss()
        {
            layer.Refresh();
            pass.Forward(input, Mode);
            return Dot(pass.Output, direction);
        }
    }

    [Theory]
    [InlineData("squared error")]
    [InlineData("binary cross-entropy")]
    [InlineData("softmax cross-entropy")]
    [InlineData("gaussian divergence")]
    public void Loss(string name)
    {
        bool binary = name.StartsWith("binary", StringComparison.Ordinal), sequences = name.StartsWith("squared", StringComparison.Ordinal);
        var (output, gradient) = (Random(5, sequences ? 7 : 1, binary ? 1 : 4, sequences ? [7, 1, 4, 6, 7] : [1, 1, 1, 1, 1]), new Batch<double>());
        var target = Random(5, output.Steps, 4, output.Lengths.ToArray(), seed: 12);
        int[] classes = binary ? [0, 1, 1, 0, 1] : [3, 0, 1, 1, 2];
        float[] weights = [1, 0.5f, 2, 0, 1];
        double Compute(Batch<double>? to) => name switch
        {
            "squared error" => SquaredError.Compute(output, target, weights, 0.25, to),
            "binary cross-entropy" => BinaryCrossEntropy.Compute(output, classes, weights, 0.25, to),
            "softmax cross-entropy" => SoftmaxCrossEntropy.Compute(output, classes, weights, 0.25, to),
            _ => GaussianDivergence.Compute(output, weights, 0.25, to),
        };
        Compute(gradient);
        Compare(output, gradient.Values.ToArray(), () => 0.25 * Compute(null), name);
    }

    [Fact]
    public void The_divergence_gradient_goes_through_the_sampling_layer()
    {
        var layer = new GaussianSamplingLayer<double>(3);
        var (input, direction, divergence) = (Random(4, 1, 6, [1, 1, 1, 1]), Random(4, 1, 3, [1, 1, 1, 1], seed: 9), new Batch<double>());
        var pass = (GaussianSamplingPass<double>)layer.NewPass(training: true);
        pass.Forward(input, Mode);
        GaussianDivergence.Compute(input, [], 1, divergence);
        pass.DivergenceGradient = divergence;
        pass.Backward(Copy(direction));
        Compare(input, pass.InputGradient.Values.ToArray(), Loss, "sampling with divergence");

        double Loss()
        {
            pass.Forward(input, Mode);
            return Dot(pass.Output, direction) + GaussianDivergence.Compute<double>(input, [], 1, null);
        }
    }

    private static PassMode Mode => new(Training: true, Noise: 42);

    private static void Compare(Batch<double> values, double[] gradient, Func<double> loss, string what)
    {
        for (int s = 0; s < values.Sequences; s++)
        {
            for (int i = 0; i < values.Steps * values.Width; i++)
            {
                int at = s * values.Steps * values.Width + i;
                if (i < values.Lengths[s] * values.Width) Compare(values.Values, at, gradient[at], loss, what);
                else Assert.True(gradient[at] == 0, $"{what}: the padding has a gradient of {gradient[at]}");
            }
        }
    }

    private static void Compare(double[] values, double[] gradient, Func<double> loss, string what)
    {
        for (int i = 0; i < values.Length; i++) Compare(values, i, gradient[i], loss, what);
    }

    private static void Compare(Span<double> values, int i, double gradient, Func<double> loss, string what)
    {
        double value = values[i];
        values[i] = value + Step;
        double above = loss();
        values[i] = value - Step;
        double below = loss();
        values[i] = value;
        double difference = (above - below) / (2 * Step);
        Assert.True(Math.Abs(difference - gradient) <= Tolerance * Math.Max(1, Math.Abs(gradient)), $"{what}[{i}]: {gradient} by the backward pass, {difference} by differences");
    }

    private static double Dot(Batch<double> output, Batch<double> direction)
    {
        double sum = 0;
        for (int s = 0; s < output.Sequences; s++)
        {
            for (int t = 0; t < output.Lengths[s]; t++)
            {
                for (int j = 0; j < output.Width; j++) sum += output[s, t][j] * direction[s, t][j];
            }
        }
        return sum;
    }

    /// <summary>Values beyond the lengths are 0: nothing there has a gradient.</summary>
    private static Batch<double> Random(int sequences, int steps, int width, int[] lengths, ulong seed = 5)
    {
        var random = new Xoshiro256(seed);
        var batch = new Batch<double>();
        batch.Shape(sequences, steps, width);
        batch.Values.Clear();
        lengths.CopyTo(batch.Lengths);
        for (int s = 0; s < sequences; s++)
        {
            for (int t = 0; t < lengths[s]; t++)
            {
                foreach (ref double value in batch[s, t]) value = random.NextDouble() * 2 - 1;
            }
        }
        return batch;
    }

    private static Batch<double> Copy(Batch<double> batch)
    {
        var copy = new Batch<double>();
        copy.Shape(batch, batch.Width);
        batch.Values.CopyTo(copy.Values);
        return copy;
    }
}
