using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>What the labels of a data set say.</summary>
public enum Labelling
{
    /// <summary>normal or attack.</summary>
    Binary,

    /// <summary>The data set's classes (NSL-KDD: five, UNSW-NB15: ten).</summary>
    Classes,

    /// <summary>The finest there is: the single attack, where the data set names it.</summary>
    Attacks,
}

/// <summary>How a data set is read.</summary>
public sealed record DatasetOptions
{
    public Labelling Labels { get; init; } = Labelling.Binary;

    /// <summary>The categories of a table read before, so that codes mean the same in both; names that are new are missing.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Categories { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Overrides the data set's own rule.</summary>
    public InfinityRule? Infinity { get; init; }

    public FaultRule Faults { get; init; } = FaultRule.Count;

    public static DatasetOptions Default { get; } = new();
}

/// <summary>The first records of a file, as fields, and how they are separated.</summary>
/// <param name="Records">At least one.</param>
public sealed record FileHead(CsvDialect Dialect, IReadOnlyList<string[]> Records);

/// <summary>A public data set: recognised by its columns, read with their meaning. Its flaws are in docs/datasets.md.</summary>
public abstract class DatasetFormat
{
    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Who made it and when.</summary>
    public abstract string Title { get; }

    /// <summary>What its licence allows.</summary>
    public abstract string Licence { get; }

    /// <summary>The classes of each labelling where they are fixed; empty where the file decides.</summary>
    public virtual ImmutableArray<string> ClassesOf(Labelling labels) => labels == Labelling.Binary ? Binary : [];

    /// <summary>The two classes of every data set.</summary>
    public static ImmutableArray<string> Binary { get; } = ["normal", "attack"];

    /// <summary>How the file is read, or null when it is not of this data set.</summary>
    public abstract TablePlan? Plan(FileHead head, DatasetOptions options);

    /// <summary>A categorical feature column with the codes of an earlier table.</summary>
    protected static PlannedColumn Category(int field, string name, DatasetOptions options, Func<string, string?>? map = null) =>
        new(field, name, CellKind.Category) { Map = map, Categories = options.Categories.TryGetValue(name, out var names) ? new CategoryDictionary(names: names, closed: true) : null };

    protected PlannedColumn Label(int field, DatasetOptions options, Func<string, string?> map) =>
        new(field, "label", CellKind.Category, ColumnRole.Label) { Map = map, Categories = new CategoryDictionary(names: ClassesOf(options.Labels)) };
}
