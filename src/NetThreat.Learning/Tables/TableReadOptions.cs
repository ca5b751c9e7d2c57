namespace NetThreat.Learning.Tables;

/// <summary>What an infinite cell ("Infinity", "inf", a number beyond float32) becomes.</summary>
public enum InfinityRule
{
    /// <summary>Missing (NaN): a rate without duration is unknown.</summary>
    Missing,

    /// <summary>The largest float32 of its sign.</summary>
    Largest,

    /// <summary>An error that names line and column.</summary>
    Refuse,
}

/// <summary>What happens to a row or cell that cannot be read.</summary>
public enum FaultRule
{
    /// <summary>An error that names line and column.</summary>
    Refuse,

    /// <summary>A cell becomes missing, a row is left out; both are counted in <see cref="TableFaults"/>.</summary>
    Count,
}

/// <summary>Which rows of a source that is larger than the budget are kept.</summary>
public enum RowSampling
{
    /// <summary>The first ones; the rest is not read.</summary>
    First,

    /// <summary>A uniform sample of all (reservoir sampling, Vitter 1985, algorithm R), in the source's order.</summary>
    Reservoir,
}

/// <summary>How a source becomes a table.</summary>
public sealed record TableReadOptions
{
    /// <summary>Most rows to keep; 0 leaves it to <see cref="MaxBytes"/>.</summary>
    public int MaxRows { get; init; }

    /// <summary>Memory for the table's values.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    public RowSampling Sampling { get; init; } = RowSampling.Reservoir;

    /// <summary>Seed of the sample.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told after every batch.</summary>
    public IProgress<TableProgress>? Progress { get; init; }

    public CancellationToken Cancelled { get; init; }

    public static TableReadOptions Default { get; } = new();
}

/// <param name="Share">Read, 0 to 1; null where the size is unknown.</param>
/// <param name="Rows">Rows read so far.</param>
public readonly record struct TableProgress(double? Share, long Rows);
