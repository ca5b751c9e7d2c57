namespace NetThreat.Learning.Tables;

/// <summary>What a column of a source is for.</summary>
public enum ColumnRole
{
    /// <summary>An input of models.</summary>
    Feature,

    /// <summary>The class of the row.</summary>
    Label,

    /// <summary>The host or capture of the row, that splits must not tear apart.</summary>
    Group,

    /// <summary>The event time of the row.</summary>
    Time,
}

/// <summary>A column of a source.</summary>
/// <param name="Name">Unique in the source.</param>
/// <param name="Role">At most one label, one group and one time column.</param>
/// <param name="Categories">The names behind the codes of a categorical column (labels and groups are categorical); grows while reading; null for numbers and times.</param>
/// <param name="Definition">The definition's hash for columns of the feature schema, null for foreign ones.</param>
public sealed record SourceColumn(string Name, ColumnRole Role = ColumnRole.Feature, CategoryDictionary? Categories = null, string? Definition = null);

/// <summary>Where the rows of a table come from, batch after batch: a file, a flow store. Read by <see cref="TableLoader"/>.</summary>
public interface ITableSource : IDisposable
{
    /// <summary>The source's name in messages, for example the file's.</summary>
    string Name { get; }

    IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>How much was read, 0 to 1; null where the size is unknown.</summary>
    double? Share { get; }

    /// <summary>What was left out or repaired so far.</summary>
    TableFaults Faults { get; }

    /// <summary>Fills the batch with the next rows (its <see cref="TableBatch.Rows"/> says how many).</summary>
    /// <returns>False when there are no more.</returns>
    bool Read(TableBatch batch);
}

/// <summary>Rows on their way from a source to a table, column by column.</summary>
public sealed class TableBatch
{
    public TableBatch(int columns, int capacity)
    {
        Values = new float[columns][];
        for (int i = 0; i < columns; i++) Values[i] = new float[capacity];
        Times = new long[capacity];
        Capacity = capacity;
    }

    public int Capacity { get; }

    /// <summary>Rows that are there.</summary>
    public int Rows { get; set; }

    /// <summary>Per column of the source: numbers, or codes of its categories; NaN is missing. A time column's values are ignored.</summary>
    public float[][] Values { get; }

    /// <summary>Nanoseconds since 1970 where the source has a time column.</summary>
    public long[] Times { get; }
}
