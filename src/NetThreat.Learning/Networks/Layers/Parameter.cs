namespace NetThreat.Learning.Networks.Layers;

/// <summary>Where a parameter's first values come from.</summary>
internal enum InitialWeights
{
    /// <summary>The layer's constructor set them (a layer norm's ones and zeros).</summary>
    Kept,

    /// <summary>Uniform in ± 1 / √fan: PyTorch's default for dense and recurrent layers.</summary>
    Uniform,

    /// <summary>Uniform in ± √(6 / (rows + columns)): Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</summary>
    Glorot,
}

/// <summary>Weights of a layer that are trained together.</summary>
/// <param name="Name">Unique in its layer, as PyTorch names it where it has the layer.</param>
/// <param name="Rows">Outputs of a matrix, 1 for a vector.</param>
/// <param name="Columns">Inputs of a matrix, length of a vector.</param>
internal sealed record Parameter<T>(string Name, int Rows, int Columns)
    where T : unmanaged
{
    private T[]? _values;

    /// <summary>Row-major: <c>[outputs][inputs]</c>. There from the first use: a network whose shape is a stranger's claim costs nothing until its weights are read.</summary>
    public T[] Values => _values ??= new T[Count];

    public int Count => checked(Rows * Columns);

    public InitialWeights Initial { get; init; } = InitialWeights.Uniform;

    /// <summary>The number of inputs that uniform first values are scaled by.</summary>
    public int Fan { get; init; } = Columns;
}
