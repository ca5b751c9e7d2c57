using System.Collections.Immutable;

namespace NetThreat.Learning.Tables;

/// <summary>What a trainer fits: a table of features and, where known, what each row is.</summary>
public sealed class TrainingData
{
    public TrainingData(Matrix features, ColumnSet? columns = null)
    {
        Features = features;
        Columns = columns ?? ColumnSet.Numbered(features.Columns);
        if (Columns.Count != features.Columns) throw new LearningException($"{Columns.Count} column names for {features.Columns} columns");
    }

    /// <summary>Rows × columns; NaN is missing.</summary>
    public Matrix Features { get; }

    public ColumnSet Columns { get; }

    /// <summary>The class of every row as a place in <see cref="Classes"/>; null without labels.</summary>
    public int[]? Labels { get; init; }

    /// <summary>Names of the classes. Of two, the second is the positive one (the attack).</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>Weight of every row, finite and not negative; null means 1 for all.</summary>
    public float[]? Weights { get; init; }

    /// <summary>The group of every row (host, capture) that splits must not tear apart; null where unknown.</summary>
    public int[]? Groups { get; init; }

    /// <summary>Event time of every row in nanoseconds since 1970, for time-ordered splits; null where unknown.</summary>
    public long[]? Times { get; init; }

    /// <summary>The named rows, in the order named, with everything known of them.</summary>
    public TrainingData Take(ReadOnlySpan<int> rows) => new(Features.Take(rows), Columns)
    {
        Labels = Pick(Labels, rows),
        Classes = Classes,
        Weights = Pick(Weights, rows),
        Groups = Pick(Groups, rows),
        Times = Pick(Times, rows),
    };

    private static T[]? Pick<T>(T[]? values, ReadOnlySpan<int> rows)
    {
        if (values is null) return null;
        var picked = new T[rows.Length];
        for (int i = 0; i < picked.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
