using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>A step of preprocessing before it is fitted: an immutable record.</summary>
public interface IStepTrainer
{
    /// <param name="rows">At least one row; NaN is missing and is left out of the statistics.</param>
    /// <exception cref="LearningException">A setting or a column cannot be used; the message names it.</exception>
    PreprocessingStep Fit(Matrix rows, ColumnSet columns);
}

/// <summary>Which columns a step is for, and what is in them.</summary>
internal static class StepColumns
{
    /// <summary>What the 0 and 1 of columns that a step made stand for: they are no numbers to scale and no categories to expand.</summary>
    public static ImmutableArray<string> Flag { get; } = ["no", "yes"];

    /// <summary>The places of the named columns, or of those that are categories (numbers) when none is named.</summary>
    public static int[] Find(ColumnSet columns, ImmutableArray<string> named, bool categories)
    {
        if (named.IsDefaultOrEmpty) return [.. Enumerable.Range(0, columns.Count).Where(c => columns.Columns[c].Categories is var own && (categories ? !own.IsEmpty && own != Flag : own.IsEmpty))];
        return [.. named.Select(name => columns.IndexOf(name) is var c and >= 0 ? c : throw new LearningException($"the preprocessing names the column '{name}', which the data does not have"))];
    }

    /// <summary>The values of a column that are not missing, in the order of the rows.</summary>
    public static double[] Present(Matrix rows, int column)
    {
        var values = new double[rows.Rows];
        int count = 0;
        for (int r = 0; r < rows.Rows; r++)
        {
            float value = rows[r, column];
            if (!float.IsNaN(value)) values[count++] = value;
        }
        return count == values.Length ? values : values[..count];
    }
}
