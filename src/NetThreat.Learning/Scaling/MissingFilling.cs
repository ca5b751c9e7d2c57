using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>Fits <see cref="FilledColumns"/>: the column's median, or a constant.</summary>
public sealed record MissingFilling : IStepTrainer
{
    /// <summary>Columns to fill; none named means all that hold numbers.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>What a missing value becomes; null is the median of the column (0 where training had no value at all).</summary>
    public float? Constant { get; init; }

    /// <summary>Add a column of 0 and 1 for every column with missing values in training.</summary>
    public bool Indicator { get; init; }

    public PreprocessingStep Fit(Matrix rows, ColumnSet columns)
    {
        if (Constant is { } constant && !float.IsFinite(constant)) throw new LearningException($"missing values are filled with {constant}: a finite number is needed");
        var fill = new float[columns.Count];
        Array.Fill(fill, float.NaN);
        var indicated = new List<int>();
        foreach (int c in StepColumns.Find(columns, Columns, categories: false))
        {
            var values = StepColumns.Present(rows, c);
            Array.Sort(values);
            fill[c] = Constant ?? (values.Length == 0 ? 0 : (float)ColumnStatistics.Quantile(values, 0.5));
            if (Indicator && values.Length < rows.Rows) indicated.Add(c);
        }
        return new FilledColumns(columns, fill, [.. indicated]);
    }
}
