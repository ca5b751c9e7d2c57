using System.Collections.Immutable;

namespace NetThreat.Learning.Tables;

/// <summary>A feature column of a table.</summary>
/// <param name="Name">Unique in the table.</param>
/// <param name="Values">Numbers, or codes of the categories; NaN is missing.</param>
/// <param name="Categories">The names behind the codes; null for numbers.</param>
/// <param name="Definition">See <see cref="Column.Definition"/>.</param>
public sealed record TableColumn(string Name, float[] Values, ImmutableArray<string>? Categories = null, string? Definition = null)
{
    public bool IsCategorical => Categories is not null;

    /// <summary>The column as models know it.</summary>
    internal Column Described => new(Name, Definition) { Categories = Categories ?? [] };
}

/// <summary>Rows in memory, column by column, with what is known of each row beside its features.</summary>
public sealed class Table
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <exception cref="LearningException">There is no column, a name occurs twice, or columns differ in length.</exception>
    public Table(IReadOnlyList<TableColumn> columns)
    {
        Columns = [.. columns];
        ColumnSet = new ColumnSet(columns.Select(c => c.Described));
        Rows = columns[0].Values.Length;
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Values.Length != Rows) throw new LearningException($"column '{columns[i].Name}' has {columns[i].Values.Length} rows, '{columns[0].Name}' has {Rows}");
            _index[columns[i].Name] = i;
        }
    }

    public int Rows { get; }

    public ImmutableArray<TableColumn> Columns { get; }

    /// <summary>The features' names, in order.</summary>
    public ColumnSet ColumnSet { get; }

    /// <summary>The class of every row as a place in <see cref="Classes"/>, or null.</summary>
    public int[]? Labels { get; init; }

    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>The group of every row as a place in <see cref="GroupNames"/>, or null.</summary>
    public int[]? Groups { get; init; }

    public ImmutableArray<string> GroupNames { get; init; } = [];

    /// <summary>Nanoseconds since 1970, or null.</summary>
    public long[]? Times { get; init; }

    /// <summary>Rows that the source had; more than <see cref="Rows"/> where the table is a sample.</summary>
    public long RowsRead { get; init; }

    /// <summary>What was left out or repaired.</summary>
    public TableFaults Faults { get; init; } = new();

    /// <exception cref="LearningException">There is no such column; the message lists what there is.</exception>
    public TableColumn this[string name] =>
        _index.TryGetValue(name, out int i) ? Columns[i] : throw new LearningException($"no column '{name}': there are {string.Join(", ", Columns.Select(c => c.Name))}");

    /// <summary>The categories of the categorical feature columns by name.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Categories =>
        Columns.Where(c => c.IsCategorical).ToImmutableDictionary(c => c.Name, c => c.Categories!.Value, StringComparer.Ordinal);

    /// <summary>
    /// The table as trainers take it: row-major float32, categorical columns as their codes with the categories beside (<see cref="Column.Categories"/>).
    /// </summary>
    /// <param name="columns">Names in the order wanted; null for all features.</param>
    /// <exception cref="LearningException">A name is unknown, or the values are too many for one matrix.</exception>
    public TrainingData ToTrainingData(IEnumerable<string>? columns = null)
    {
        var chosen = columns is null ? Columns : [.. columns.Select(n => this[n])];
        if ((long)chosen.Length * Rows > Array.MaxLength) throw new LearningException($"{Rows} rows of {chosen.Length} columns are too many for one matrix: sample rows or choose columns");
        var matrix = new Matrix(Rows, chosen.Length);
        for (int c = 0; c < chosen.Length; c++)
        {
            var values = chosen[c].Values;
            for (int r = 0, at = c; r < values.Length; r++, at += chosen.Length) matrix.Values[at] = values[r];
        }
        return new TrainingData(matrix, new ColumnSet(chosen.Select(c => c.Described))) { Labels = Labels, Classes = Classes, Groups = Groups, Times = Times };
    }

    /// <summary>The same rows with every class under another name; classes that get one name become one, in the order given.</summary>
    /// <param name="classes">The new classes.</param>
    /// <param name="rename">Gives one of them for an old class.</param>
    /// <exception cref="LearningException">The table has no labels, or a new name is not among the classes.</exception>
    public Table Relabel(ImmutableArray<string> classes, Func<string, string> rename)
    {
        if (Labels is null) throw new LearningException("the table has no labels to rename");
        var places = Classes.Select(c => classes.IndexOf(rename(c)) is var place and >= 0 ? place : throw new LearningException($"class '{c}' becomes '{rename(c)}', which is none of {string.Join(", ", classes)}")).ToArray();
        return new Table(Columns) { Labels = [.. Labels.Select(l => places[l])], Classes = classes, Groups = Groups, GroupNames = GroupNames, Times = Times, RowsRead = RowsRead, Faults = Faults };
    }
}
