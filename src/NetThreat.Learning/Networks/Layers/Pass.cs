using System.Numerics;
using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>How a forward pass is made.</summary>
/// <param name="Training">Noise (dropout, sampling) is drawn; otherwise the pass is deterministic.</param>
/// <param name="Noise">Addresses the noise of this pass: a function of seed, step and place in the batch, so that it does not depend on threads.</param>
internal readonly record struct PassMode(bool Training, ulong Noise)
{
    public static PassMode Scoring => default;

    /// <summary>The mode of part <paramref name="index"/> of a network.</summary>
    public PassMode Of(int index) => this with { Noise = Xoshiro256.WordAt(Noise, index) };
}

/// <summary>
/// The memory of one pass through a layer. Forward keeps what backward needs; the input must stay as it is until then. Nothing is allocated once
/// the largest batch has been seen. Used by one thread at a time.
/// </summary>
internal abstract class Pass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected Pass(Layer<T> layer, bool training) => Gradients = training ? [.. layer.Parameters.Select(p => new T[p.Count])] : [];

    protected Pass(IReadOnlyList<T[]> gradients) => Gradients = gradients;

    /// <summary>One array per parameter of the layer; a backward pass adds to them.</summary>
    public IReadOnlyList<T[]> Gradients { get; }

    /// <summary>Does a backward pass compute the gradient of the input? The first layer's is not wanted in training.</summary>
    public virtual bool WantsInputGradient { get; set; } = true;

    public abstract Batch<T> Output { get; }

    /// <summary>Of the last backward pass, where wanted.</summary>
    public abstract Batch<T> InputGradient { get; }

    public abstract void Forward(Batch<T> input, PassMode mode);

    /// <param name="outputGradient">Derivative of the loss by <see cref="Output"/>; the pass may write into it.</param>
    public abstract void Backward(Batch<T> outputGradient);

    public void ClearGradients()
    {
        for (int i = 0; i < Gradients.Count; i++) Gradients[i].AsSpan().Clear();
    }
}
