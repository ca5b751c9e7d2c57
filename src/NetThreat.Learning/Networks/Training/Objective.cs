using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Training;

/// <summary>Examples, and the loss of a network on them. Safe for any number of threads, each with a shard of its own.</summary>
internal abstract class Objective
{
    public abstract int Count { get; }

    /// <summary>Weight of every example; null for 1.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Groups of examples that are held out together; null for none.</summary>
    public int[]? Groups { get; init; }

    /// <summary>A forward pass over the examples and, in training, a backward pass.</summary>
    /// <param name="scale">The gradients are those of the returned sum times this.</param>
    /// <returns>Σ weight × loss.</returns>
    public abstract double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode);

    public double WeightOf(ReadOnlySpan<int> examples)
    {
        if (Weights is not { } weights) return examples.Length;
        double sum = 0;
        foreach (int example in examples) sum += weights[example];
        return sum;
    }

    /// <summary>The weights of the examples in the shard's memory; empty for 1.</summary>
    protected ReadOnlySpan<float> TakeWeights(Shard shard, ReadOnlySpan<int> examples)
    {
        if (Weights is not { } weights) return [];
        var taken = shard.Weights(examples.Length);
        for (int i = 0; i < taken.Length; i++) taken[i] = weights[examples[i]];
        return taken;
    }

    /// <summary>The labels of the examples in the shard's memory.</summary>
    protected static ReadOnlySpan<int> TakeLabels(Shard shard, int[] labels, ReadOnlySpan<int> examples)
    {
        var taken = shard.Labels(examples.Length);
        for (int i = 0; i < taken.Length; i++) taken[i] = labels[examples[i]];
        return taken;
    }
}

/// <summary>The memory with which one part of a batch goes through the network.</summary>
internal sealed class Shard(Layer<float> network, bool training)
{
    private float[] _weights = [];
    private int[] _labels = [];

    public Pass<float> Pass { get; } = network.NewPass(training);

    public Batch<float> Input { get; } = new();

    public Batch<float> Target { get; } = new();

    public Batch<float> OutputGradient { get; } = new();

    /// <summary>Σ weight × loss of the last run.</summary>
    public double Loss { get; set; }

    public Span<float> Weights(int count)
    {
        if (_weights.Length < count) _weights = new float[count];
        return _weights.AsSpan(0, count);
    }

    public Span<int> Labels(int count)
    {
        if (_labels.Length < count) _labels = new int[count];
        return _labels.AsSpan(0, count);
    }
}
