using System.Numerics;
using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// The bottleneck of a variational autoencoder: reads means and log-variances, gives mean + e^(log-variance / 2) ε with normal ε in training and the
/// mean at scoring (the reparametrisation of Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4).
/// </summary>
internal sealed class GaussianSamplingLayer<T>(int width) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Means, then log-variances.</summary>
    public override int Inputs => 2 * width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new GaussianSamplingPass<T>(this, training);
}

internal sealed class GaussianSamplingPass<T>(GaussianSamplingLayer<T> layer, bool training) : Pass<T>(layer, training)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Batch<T> _noise = new();
    private bool _sampled;

    /// <summary>Means and log-variances of the last forward pass.</summary>
    public Batch<T>? Input { get; private set; }

    public override Batch<T> Output { get; } = new();

    public override Batch<T> InputGradient { get; } = new();

    /// <summary>A gradient by means and log-variances that the next backward pass adds to the one from the output: that of the divergence from the prior.</summary>
    public Batch<T>? DivergenceGradient { get; set; }

    public override void Forward(Batch<T> input, PassMode mode)
    {
        (Input, _sampled) = (input, mode.Training);
        Output.Shape(input, layer.Outputs);
        if (_sampled) Draw(input, new Xoshiro256(mode.Noise));
        for (int row = 0; row < input.Rows; row++)
        {
            input[row][..layer.Outputs].CopyTo(Output[row]);
            for (int j = 0; _sampled && j < layer.Outputs; j++) Output[row][j] += _noise[row][j];
        }
    }

    public override void Backward(Batch<T> outputGradient)
    {
        InputGradient.Shape(outputGradient, layer.Inputs);
        var half = T.CreateChecked(0.5);
        for (int row = 0; row < outputGradient.Rows; row++)
        {
            Span<T> to = InputGradient[row], from = outputGradient[row];
            for (int j = 0; j < from.Length; j++)
            {
                to[j] = from[j];
                to[from.Length + j] = _sampled ? from[j] * _noise[row][j] * half : T.Zero;
            }
            for (int j = 0; DivergenceGradient is not null && j < to.Length; j++) to[j] += DivergenceGradient[row][j];
        }
    }

    /// <summary>The noise, scaled by the deviations.</summary>
    private void Draw(Batch<T> input, Xoshiro256 random)
    {
        _noise.Shape(input, layer.Outputs);
        for (int row = 0; row < input.Rows; row++)
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                double deviation = Math.Exp(0.5 * double.CreateChecked(input[row][layer.Outputs + j]));
                _noise[row][j] = T.CreateChecked(deviation * Noise.NormalPair(random).First);
            }
        }
    }
}
