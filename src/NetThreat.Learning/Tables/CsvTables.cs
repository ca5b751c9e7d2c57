using System.Collections.Immutable;
using System.Text;

namespace NetThreat.Learning.Tables;

/// <summary>What the reader of any text table is told; what it is not told it finds out.</summary>
public sealed record CsvColumns
{
    /// <summary>The label's column, or null.</summary>
    public string? Label { get; init; }

    /// <summary>The column of hosts or captures, or null.</summary>
    public string? Group { get; init; }

    /// <summary>The column of event times (seconds since 1970, or a date), or null.</summary>
    public string? Time { get; init; }

    /// <summary>The feature columns; empty for all that are left.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>Columns that are no features.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    public InfinityRule Infinity { get; init; }

    public FaultRule Faults { get; init; }
}

/// <summary>Text tables of any kind: separator (comma, semicolon, tab, bar) and column types are found from the first rows.</summary>
public static class CsvTables
{
    private const int HeadRows = 1000;

    /// <summary>Opens a file with a header.</summary>
    /// <exception cref="LearningException">The file cannot be read, or a column named is not there.</exception>
    public static CsvTableSource Open(string path, CsvColumns? columns = null)
    {
        var plan = Plan(path, columns ?? new());
        return new CsvTableSource(TableFile.Open(path, out var share), Path.GetFileName(path), plan, share);
    }

    private static TablePlan Plan(string path, CsvColumns wanted)
    {
        var dialect = new CsvDialect { Separator = SeparatorOf(path) };
        var head = TableFile.Head(path, dialect, HeadRows);
        if (head.Count == 0) throw new LearningException($"{path}: the file is empty");
        var names = Unique(head[0]);
        var given = new[] { wanted.Label, wanted.Group, wanted.Time }.OfType<string>().Concat(wanted.Features).Concat(wanted.Without);
        foreach (var name in given)
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new LearningException($"{path}: no column '{name}': there are {string.Join(", ", names)}");
        var columns = names.Select((n, i) => Column(n, i, head, wanted)).OfType<PlannedColumn>().ToImmutableArray();
        return new TablePlan(dialect, names.Length, columns) { Infinity = wanted.Infinity, Faults = wanted.Faults };
    }

    private static PlannedColumn? Column(string name, int field, IReadOnlyList<string[]> head, CsvColumns wanted)
    {
        if (Is(name, wanted.Label)) return new(field, name, CellKind.Category, ColumnRole.Label);
        if (Is(name, wanted.Group)) return new(field, name, CellKind.Category, ColumnRole.Group) { MostCategories = CategoryDictionary.MostCodes };
        if (Is(name, wanted.Time)) return new(field, name, CellKind.Time, ColumnRole.Time) { Clock = TimeCell.Read };
        if (wanted.Without.Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        if (!wanted.Features.IsEmpty && !wanted.Features.Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        bool text = head.Skip(1).Any(r => field < r.Length && r[field].Trim() != name && NumberCell.Read(Encoding.UTF8.GetBytes(r[field]), out _) == CellState.Bad);
        return new(field, name, text ? CellKind.Category : CellKind.Number);
    }

    private static bool Is(string name, string? wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>Names without surrounding spaces; a repeated name gets ".1", ".2" …, an empty one the place.</summary>
    internal static string[] Unique(IReadOnlyList<string> header)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new string[header.Count];
        for (int i = 0; i < names.Length; i++)
        {
            var name = header[i].Trim() is { Length: > 0 } text ? text : $"column{i + 1}";
            names[i] = name;
            for (int n = 1; !seen.Add(names[i]); n++) names[i] = $"{name}.{n}";
        }
        return names;
    }

    // The separator that splits the first record into the most fields.
    private static byte SeparatorOf(string path)
    {
        byte[] candidates = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];
        return candidates.MaxBy(s => TableFile.Head(path, new CsvDialect { Separator = s }, 1) is [var first, ..] ? first.Length : 0);
    }
}
