namespace NetThreat.Learning.Trust;

/// <summary>What the first load of a model may use before it is ended.</summary>
internal sealed record LoadLimits
{
    /// <summary>Writable memory beyond what the process has before it reads the model.</summary>
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Processor time, all threads together.</summary>
    public int CpuSeconds { get; init; } = 30;

    /// <summary>From start to end, whatever it does.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the process may say; more is cut off.</summary>
    public int MaxOutputBytes { get; init; } = 64 << 10;
}
