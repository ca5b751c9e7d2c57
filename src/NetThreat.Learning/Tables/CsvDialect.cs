namespace NetThreat.Learning.Tables;

/// <summary>How a text table is spelled.</summary>
public sealed record CsvDialect
{
    /// <summary>The byte between fields.</summary>
    public byte Separator { get; init; } = (byte)',';

    /// <summary>May fields stand in double quotes (a quote inside is doubled)?</summary>
    public bool Quotes { get; init; } = true;

    /// <summary>Is the first record the names of the columns?</summary>
    public bool Header { get; init; } = true;

    /// <summary>Records that begin with this byte are comments; 0 for none.</summary>
    public byte Comment { get; init; }

    /// <summary>What separates further fields inside the last one (IoT-23 joins its labels with three spaces); null for none.</summary>
    public string? LastFieldSeparator { get; init; }

    /// <summary>Longest record in bytes: a longer one is an unclosed quote or no table.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>Most fields in a record.</summary>
    public int MaxFields { get; init; } = 4096;
}
