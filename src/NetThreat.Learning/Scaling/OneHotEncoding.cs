using System.Collections.Immutable;
using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>Fits <see cref="OneHotColumns"/>: the categories that occur, sorted by their text (by code point) or, without a dictionary, by number.</summary>
public sealed record OneHotEncoding : IStepTrainer
{
    /// <summary>Columns to expand; none named means all that have a dictionary of categories.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Most categories of a column: the most frequent are kept, the others are as unknown ones.</summary>
    public int MaxCategories { get; init; } = 256;

    /// <summary>Rows that a category needs to be kept.</summary>
    public int MinRows { get; init; } = 1;

    public PreprocessingStep Fit(Matrix rows, ColumnSet columns)
    {
        if (MaxCategories < 1) throw new LearningException($"one-hot encoding with {MaxCategories} categories: at least 1 is needed");
        var codes = new float[]?[columns.Count];
        foreach (int c in StepColumns.Find(columns, Columns, categories: true)) codes[c] = Kept(rows, c, columns.Columns[c]);
        return new OneHotColumns(columns, codes);
    }

    private float[] Kept(Matrix rows, int column, Column named)
    {
        var counts = new Dictionary<float, int>();
        for (int r = 0; r < rows.Rows; r++)
        {
            float code = rows[r, column];
            // Of a dictionary, a code beyond it (-1) is unknown; without one every number is a category.
            if (float.IsNaN(code) || (!named.Categories.IsEmpty && !(code >= 0 && code < named.Categories.Length))) continue;
            counts[code] = counts.GetValueOrDefault(code) + 1;
        }
        var kept = counts.Where(p => p.Value >= MinRows).OrderByDescending(p => p.Value).ThenBy(p => p.Key).Take(MaxCategories).Select(p => p.Key);
        // The order of UTF-8 bytes is that of code points; that of UTF-16 is not.
        return named.Categories.IsEmpty ? [.. kept.Order()] : [.. kept.OrderBy(k => Encoding.UTF8.GetBytes(OneHotColumns.NameOf(named, k)), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))];
    }
}
