using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Pipelines;

/// <summary>Values that a pipeline cannot take are refused before they are transformed, so that the message names raw row and column.</summary>
internal static class MissingValues
{
    /// <param name="needed">Columns whose missing values nothing fills.</param>
    public static void Check(ReadOnlySpan<float> values, ColumnSet columns, ImmutableArray<int> needed)
    {
        InputCheck.Values(values, columns, nanAllowed: needed.Length < columns.Count);
        if (needed.IsEmpty || needed.Length == columns.Count) return;
        for (int start = 0; start < values.Length; start += columns.Count)
        {
            foreach (int c in needed)
            {
                if (float.IsNaN(values[start + c])) throw new LearningException($"row {start / columns.Count + 1}, column '{columns[c]}' is NaN: this model needs finite values: fill or drop it");
            }
        }
    }
}
