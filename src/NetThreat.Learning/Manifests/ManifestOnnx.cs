namespace NetThreat.Learning.Manifests;

/// <summary>How an output of an ONNX model becomes a score that grows with suspicion.</summary>
public enum OnnxReading
{
    /// <summary>The output is the score: one value a row.</summary>
    Value,

    /// <summary>Minus the output (scikit-learn's decision functions fall with suspicion).</summary>
    Negated,

    /// <summary>One column, or the key of a map: the probability of an attack.</summary>
    Entry,

    /// <summary>One minus a column or the key of a map: one minus the probability of the benign class.</summary>
    OneMinusEntry,

    /// <summary>One probability per class of the manifest, in its order.</summary>
    Classes,
}

/// <summary>What stands in for the steps that a short sequence lacks, where the model reads a fixed number.</summary>
public enum OnnxPadding
{
    /// <summary>Sequences of another length are refused.</summary>
    None,

    /// <summary>Zeros before the first step.</summary>
    Start,

    /// <summary>Zeros after the last step.</summary>
    End,
}

/// <summary>How an ONNX file is fed and read.</summary>
public sealed record ManifestOnnx
{
    /// <summary>Names of the inputs: one for a matrix or sequences, or one per column in the order of the columns; empty for the file's own order.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The input that takes the number of steps of each sequence; null for models that have none.</summary>
    public string? LengthsInput { get; init; }

    /// <summary>The output that holds the score or the probabilities; empty where the model has only one.</summary>
    public string Output { get; init; } = "";

    /// <summary>How the output becomes a score.</summary>
    public OnnxReading Reading { get; init; }

    /// <summary>For the readings of an entry: a column counted from 0, or the key of a map.</summary>
    public string? Entry { get; init; }

    public OnnxPadding Padding { get; init; }

    /// <summary>Does the model give NaN a meaning?</summary>
    public bool HandlesMissing { get; init; }

    /// <summary>Columns of which sign(x) · ln(1 + |x|) is taken first.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Subtracted from every column before the division by <see cref="Scale"/>; empty for none.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Divides every column; empty for none.</summary>
    public IReadOnlyList<double> Scale { get; init; } = [];

    /// <summary>Scaled values beyond ± this are cut off; null for none.</summary>
    public double? Clip { get; init; }
}
