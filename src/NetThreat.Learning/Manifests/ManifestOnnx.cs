namespace NetThreat.Learning.Manifests;

/// <summary>How an ONNX file is fed and read.</summary>
public sealed record ManifestOnnx
{
    /// <summary>Names of the inputs in the order of the file; one for a matrix or sequences, or one per column.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The output that holds the score or the probabilities.</summary>
    public string Output { get; init; } = "";

    /// <summary>How an output becomes a score, in the words of the importer.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Subtracted from every column before the division by <see cref="Scale"/>; empty for none.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Divides every column; empty for none.</summary>
    public IReadOnlyList<double> Scale { get; init; } = [];
}
