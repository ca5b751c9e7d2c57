using System.Collections.Immutable;

namespace NetThreat.Learning.Tables;

/// <summary>A column that a model reads.</summary>
/// <param name="Name">As in the feature schema or the header of the file.</param>
/// <param name="Definition">The hash of the schema's definition (<c>FeatureColumn.Hash</c>), or null for columns of a foreign table.</param>
public sealed record Column(string Name, string? Definition = null)
{
    /// <summary>
    /// What the values of a column of categories stand for: the value k is <c>Categories[k]</c>, a category that is not among them is NaN.
    /// Empty for a column of numbers. The dictionary travels with the column into the model, so that text is coded at scoring as it was at training.
    /// </summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    public bool Equals(Column? other) =>
        other is not null && Name == other.Name && Definition == other.Definition && Categories.AsSpan().SequenceEqual(other.Categories.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Definition, Categories.Length);
}

/// <summary>The columns of a table or model, in order; names are unique.</summary>
public sealed class ColumnSet
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <exception cref="LearningException">There is no column, or a name occurs twice.</exception>
    public ColumnSet(IEnumerable<Column> columns)
    {
        Columns = [.. columns];
        if (Columns.IsEmpty) throw new LearningException("no columns: name at least one");
        for (int i = 0; i < Columns.Length; i++)
        {
            if (!_index.TryAdd(Columns[i].Name, i)) throw new LearningException($"column '{Columns[i].Name}' occurs twice");
        }
    }

    public ImmutableArray<Column> Columns { get; }

    public int Count => Columns.Length;

    public string this[int column] => Columns[column].Name;

    public static ColumnSet Of(params IEnumerable<string> names) => new(names.Select(n => new Column(n)));

    /// <summary>Columns c0, c1 … for tables without names.</summary>
    public static ColumnSet Numbered(int count) => Of(Enumerable.Range(0, count).Select(i => $"c{i}"));

    /// <summary>The column's place, or -1.</summary>
    public int IndexOf(string name) => _index.GetValueOrDefault(name, -1);

    /// <summary>Refuses columns that differ in name, order, definition or categories from these; what one side lacks is not compared.</summary>
    /// <exception cref="LearningException">Names the first column that differs.</exception>
    public void Demand(ColumnSet given)
    {
        for (int i = 0; i < Math.Max(Count, given.Count); i++)
        {
            if (i >= given.Count) throw new LearningException($"column {i + 1} ('{this[i]}') is missing: the model reads {Count} columns, the table has {given.Count}");
            if (i >= Count) throw new LearningException($"column {i + 1} ('{given[i]}') is not one of the model's {Count} columns");
            if (this[i] != given[i]) throw new LearningException($"column {i + 1} is '{given[i]}' where the model reads '{this[i]}'");
            if (Columns[i].Definition is { } mine && given.Columns[i].Definition is { } theirs && mine != theirs)
                throw new LearningException($"column '{this[i]}' has definition {theirs}, the model was trained with {mine}: train it again");
            if (Columns[i].Categories is { IsEmpty: false } known && given.Columns[i].Categories is { IsEmpty: false } other && !known.AsSpan().SequenceEqual(other.AsSpan()))
                throw new LearningException($"column '{this[i]}' is coded by a dictionary of its own ({other.Length} categories): read it with the model's {known.Length}");
        }
    }
}
