using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>The mean row of training: what integrated gradients start from.</summary>
internal static class ColumnMeans
{
    public static float[] Of(Rows rows)
    {
        var sums = new double[rows.Width];
        for (int i = 0; i < rows.Count; i++) Add(rows[i], sums);
        return Divide(sums, rows.Count);
    }

    /// <summary>Over all steps that are there.</summary>
    public static float[] Of(Sequences sequences)
    {
        var sums = new double[sequences.Width];
        long count = 0;
        for (int i = 0; i < sequences.Count; i++)
        {
            for (int t = 0; t < sequences.Lengths[i]; t++, count++) Add(sequences[i, t], sums);
        }
        return Divide(sums, count);
    }

    private static void Add(ReadOnlySpan<float> row, double[] sums)
    {
        for (int j = 0; j < row.Length; j++) sums[j] += row[j];
    }

    private static float[] Divide(double[] sums, long count) => [.. sums.Select(s => (float)(s / count))];
}
