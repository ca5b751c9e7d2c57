namespace NetThreat.Learning.Onnx.Format;

/// <summary>What a model file may hold before the runtime sees it.</summary>
public sealed record OnnxLimits
{
    public int MaxFileBytes { get; init; } = 64 << 20;

    /// <summary>The newest that the runtime of this release reads.</summary>
    public long MaxIrVersion { get; init; } = 13;

    public long MaxOpset { get; init; } = 25;

    public long MaxMachineLearningOpset { get; init; } = 5;

    public int MaxNodes { get; init; } = 100_000;

    /// <summary>Names of values, all together.</summary>
    public int MaxNames { get; init; } = 1_000_000;

    public int MaxNameBytes { get; init; } = 4096;

    /// <summary>Graphs within graphs (the bodies of If, Loop and Scan).</summary>
    public int MaxNesting { get; init; } = 4;

    public int MaxRank { get; init; } = 8;

    /// <summary>Of one tensor: what the file holds, and what a declared shape of an input asks for.</summary>
    public long MaxElements { get; init; } = 32 << 20;

    public static OnnxLimits Default { get; } = new();
}
