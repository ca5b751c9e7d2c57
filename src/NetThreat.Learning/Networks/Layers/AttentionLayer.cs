using System.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Multi-head self-attention (Vaswani et al., "Attention is all you need", 2017, section 3.2): in every head softmax(Q Kᵀ / √d) V over the steps
/// that are there, causal ones over those up to their own. Parameters are those of PyTorch's MultiheadAttention.
/// </summary>
internal sealed class AttentionLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="causal">May a step see only those before it and itself?</param>
    public AttentionLayer(int width, int heads, bool causal)
    {
        if (width % heads != 0) throw new ArgumentException($"{heads} heads do not divide a width of {width}", nameof(heads));
        (Heads, Causal) = (heads, causal);
        Projection = new DenseLayer<T>(width, 3 * width);
        Output = new DenseLayer<T>(width, width);
        Parameters = [.. Projection.Parameters, .. Output.Parameters];
    }

    public int Heads { get; }

    public bool Causal { get; }

    /// <summary>Queries, keys and values one after another: <c>[3 × width][width]</c>; within each, head after head.</summary>
    public DenseLayer<T> Projection { get; }

    public DenseLayer<T> Output { get; }

    public int HeadWidth => Inputs / Heads;

    public override int Inputs => Output.Inputs;

    public override int Outputs => Output.Outputs;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override void Refresh()
    {
        Projection.Refresh();
        Output.Refresh();
    }

    public override Pass<T> NewPass(bool training) => new AttentionPass<T>(this, Projection.NewPass(training), Output.NewPass(training));
}
