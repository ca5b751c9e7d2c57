namespace NetThreat.Storage.Sqlite;

/// <summary>Where the embedded store lives and how much it keeps.</summary>
public sealed record SqliteOptions
{
    /// <summary>The folder of the database file; made if it is absent.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Flows older than this are deleted, counted back from the newest flow (or now, whichever is earlier).</summary>
    public TimeSpan FlowRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of the database beyond which the oldest flows are deleted.</summary>
    public long MaxBytes { get; init; } = 20L << 30;

    /// <summary>How long to wait for a lock that another program holds on the database.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Queries that run at once.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Flows written between two looks at the limits.</summary>
    public int RetentionCheckRows { get; init; } = 5000;

    /// <summary>Flows that may wait to be indexed: more make writing cheaper and questions about a host or an id dearer.</summary>
    public int IndexedRows { get; init; } = 16_384;

    /// <summary>Every error of these settings, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (string.IsNullOrWhiteSpace(DataFolder)) yield return "DataFolder is empty: name a folder";
        if (FlowRetention <= TimeSpan.Zero) yield return $"FlowRetention is {FlowRetention}: set more than zero";
        if (MaxBytes < 1 << 20) yield return $"MaxBytes is {MaxBytes}: set at least 1048576";
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(10)) yield return $"BusyTimeout is {BusyTimeout}: set at most 10 minutes";
        if (Readers is < 1 or > 64) yield return $"Readers is {Readers}: set 1 to 64";
        if (IndexedRows is < 1 or > 1_000_000) yield return $"IndexedRows is {IndexedRows}: set 1 to 1000000";
        if (RetentionCheckRows < 1) yield return $"RetentionCheckRows is {RetentionCheckRows}: set at least 1";
    }
}
