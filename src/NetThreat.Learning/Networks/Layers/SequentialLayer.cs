using System.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>Layers one after another.</summary>
internal sealed class SequentialLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public SequentialLayer(params IReadOnlyList<Layer<T>> layers)
    {
        for (int i = 1; i < layers.Count; i++)
        {
            if (layers[i].Inputs != layers[i - 1].Outputs) throw new ArgumentException($"layer {i + 1} reads {layers[i].Inputs} values, the one before gives {layers[i - 1].Outputs}", nameof(layers));
        }
        Layers = layers;
        Parameters = [.. layers.SelectMany(l => l.Parameters)];
    }

    public IReadOnlyList<Layer<T>> Layers { get; }

    public override int Inputs => Layers[0].Inputs;

    public override int Outputs => Layers[^1].Outputs;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override void Refresh()
    {
        foreach (var layer in Layers) layer.Refresh();
    }

    public override Pass<T> NewPass(bool training) => new SequentialPass<T>([.. Layers.Select(l => l.NewPass(training))]);
}

/// <summary>A pass through each layer in turn.</summary>
internal sealed class SequentialPass<T>(Pass<T>[] passes) : Pass<T>([.. passes.SelectMany(p => p.Gradients)])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>In the order of the layers.</summary>
    public IReadOnlyList<Pass<T>> Passes => passes;

    public override bool WantsInputGradient
    {
        get => passes[0].WantsInputGradient;
        set => passes[0].WantsInputGradient = value;
    }

    public override Batch<T> Output => passes[^1].Output;

    public override Batch<T> InputGradient => passes[0].InputGradient;

    public override void Forward(Batch<T> input, PassMode mode)
    {
        for (int i = 0; i < passes.Length; i++)
        {
            passes[i].Forward(input, mode.Of(i));
            input = passes[i].Output;
        }
    }

    public override void Backward(Batch<T> outputGradient)
    {
        for (int i = passes.Length - 1; i >= 0; i--)
        {
            passes[i].Backward(outputGradient);
            outputGradient = passes[i].InputGradient;
        }
    }
}
