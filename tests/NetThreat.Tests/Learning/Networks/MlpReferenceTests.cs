using System.Text.Json;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Numerics;
using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>PyTorch's 12-8-3-8-12 autoencoder in float64: forward, loss, gradients, and the weights after steps of every optimiser.</summary>
public class MlpReferenceTests
{
    private static readonly string[] s_names = ["W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"];

    private static readonly Lazy<JsonElement> s_file = new(() => ReferenceVectors.Read("mlp-autoencoder.json"));

    [DataTheory]
    [InlineData("tanh")]
    [InlineData("relu")]
    public void Forward_pass_loss_and_gradients(string activation)
    {
        var variant = Variant(activation);
        var network = Network(variant);
        var pass = (SequentialPass<double>)network.NewPass(training: true);
        var (input, gradient) = (Input(), new Batch<double>());
        double loss = LossAndGradients(pass, input, gradient);
        double forward = Tolerance("forward"), gradients = Tolerance("gradients");

        ReferenceVectors.Near(variant.GetProperty("code"), pass.Passes[3].Output.Values, forward, "code");
        ReferenceVectors.Near(variant.GetProperty("output"), pass.Output.Values, forward, "output");
        Assert.Equal(variant.GetProperty("loss").GetDouble(), loss, forward);
        var errors = Enumerable.Range(0, input.Rows).Select(i => RowMath.SquaredDistance<double>(pass.Output[i], input[i]) / input.Width).ToArray();
        ReferenceVectors.Near(variant.GetProperty("row_error"), errors, forward, "row_error");
        for (int i = 0; i < s_names.Length; i++) ReferenceVectors.Near(variant.GetProperty("gradients").GetProperty(s_names[i]), pass.Gradients[i], gradients, s_names[i]);
        Assert.Equal(variant.GetProperty("gradient_norm").GetDouble(), GradientClipping.Clip(pass.Gradients, 1e9), gradients);
    }

    [DataTheory]
    [InlineData("tanh", "sgd_1_step")]
    [InlineData("relu", "sgd_1_step")]
    [InlineData("tanh", "sgd_momentum_3_steps")]
    [InlineData("relu", "sgd_momentum_3_steps")]
    [InlineData("tanh", "sgd_clipped_1_step")]
    [InlineData("relu", "sgd_clipped_1_step")]
    [InlineData("tanh", "adam_5_steps")]
    [InlineData("relu", "adam_5_steps")]
    public void Optimiser_steps(string activation, string run)
    {
        var variant = Variant(activation);
        var expected = variant.GetProperty(run);
        var settings = s_file.Value.GetProperty("hyper_parameters").GetProperty(run);
        var network = Network(variant);
        var pass = network.NewPass(training: true);
        var (input, gradient) = (Input(), new Batch<double>());
        var optimiser = Optimiser(run, settings);
        var losses = new List<double>();
        foreach (var _ in expected.GetProperty("losses_before_each_step").EnumerateArray())
        {
            pass.ClearGradients();
            losses.Add(LossAndGradients(pass, input, gradient));
            if (settings.TryGetProperty("max_norm", out var limit)) GradientClipping.Clip(pass.Gradients, limit.GetDouble());
            optimiser.Step(network.Parameters, pass.Gradients, settings.GetProperty("lr").GetDouble());
            network.Refresh();
        }

        double tolerance = Tolerance("after_steps");
        ReferenceVectors.Near(expected.GetProperty("losses_before_each_step"), losses.ToArray(), tolerance, "loss");
        for (int i = 0; i < s_names.Length; i++)
            ReferenceVectors.Near(expected.GetProperty("parameters").GetProperty(s_names[i]), network.Parameters[i].Values, tolerance, s_names[i]);
    }

    private static IOptimiser<double> Optimiser(string run, JsonElement settings) => run switch
    {
        "sgd_1_step" or "sgd_clipped_1_step" => new StochasticGradientDescent<double>(),
        "sgd_momentum_3_steps" => new StochasticGradientDescent<double>(settings.GetProperty("momentum").GetDouble(), settings.GetProperty("weight_decay").GetDouble()),
        "adam_5_steps" => new Adam<double>(settings.GetProperty("b1").GetDouble(), settings.GetProperty("b2").GetDouble(), settings.GetProperty("eps").GetDouble()),
        _ => throw new ArgumentOutOfRangeException(nameof(run)),
    };

    private static double LossAndGradients(Pass<double> pass, Batch<double> input, Batch<double> gradient)
    {
        pass.Forward(input, new PassMode(Training: true, Noise: 0));
        double sum = SquaredError.Compute(pass.Output, input, [], 1.0 / input.Rows, gradient);
        pass.Backward(gradient);
        return sum / input.Rows;
    }

    private static SequentialLayer<double> Network(JsonElement variant)
    {
        var activation = Enum.Parse<Activation>(variant.GetProperty("activation").GetString()!, ignoreCase: true);
        var network = new SequentialLayer<double>(
            new DenseLayer<double>(12, 8), new ActivationLayer<double>(activation, 8),
            new DenseLayer<double>(8, 3), new ActivationLayer<double>(activation, 3),
            new DenseLayer<double>(3, 8), new ActivationLayer<double>(activation, 8),
            new DenseLayer<double>(8, 12));
        ReferenceVectors.Set(network, variant.GetProperty("initial"), s_names);
        return network;
    }

    private static JsonElement Variant(string activation) => s_file.Value.GetProperty("variants").EnumerateArray().Single(v => v.GetProperty("activation").GetString() == activation);

    private static Batch<double> Input() => ReferenceVectors.Batch(s_file.Value.GetProperty("batch"), 16, 1, 12);

    private static double Tolerance(string what) => s_file.Value.GetProperty("tolerance").GetProperty(what).GetDouble();
}
