using System.Collections.Immutable;

namespace NetThreat.Learning.Tables;

/// <summary>How a cell is read.</summary>
public enum CellKind
{
    Number,
    Category,
    Time,
}

/// <summary>One column to read from a text table.</summary>
/// <param name="Field">Its place in the file's records.</param>
/// <param name="Name">Its name in the table.</param>
public sealed record PlannedColumn(int Field, string Name, CellKind Kind = CellKind.Number, ColumnRole Role = ColumnRole.Feature)
{
    /// <summary>Gives the category for a cell's text; null means that the row's label is unknown and the row is left out.</summary>
    public Func<string, string?>? Map { get; init; }

    /// <summary>Gives nanoseconds since 1970 for a cell's text, or null where it is no time.</summary>
    public Func<string, long?>? Clock { get; init; }

    /// <summary>See <see cref="SourceColumn.Definition"/>.</summary>
    public string? Definition { get; init; }

    /// <summary>The codes to keep, of a table read before.</summary>
    public CategoryDictionary? Categories { get; init; }

    /// <summary>Most categories.</summary>
    public int MostCategories { get; init; } = 65_536;
}

/// <summary>Which columns of a text table are read, and how.</summary>
/// <param name="Fields">Fields that every record has; records with <see cref="OptionalFields"/> fewer are taken too.</param>
public sealed record TablePlan(CsvDialect Dialect, int Fields, ImmutableArray<PlannedColumn> Columns)
{
    /// <summary>Fields at the end that a record may lack.</summary>
    public int OptionalFields { get; init; }

    public InfinityRule Infinity { get; init; } = InfinityRule.Missing;

    public FaultRule Faults { get; init; } = FaultRule.Refuse;
}
