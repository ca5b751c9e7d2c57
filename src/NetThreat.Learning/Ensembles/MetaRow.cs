using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Ensembles;

/// <summary>What the meta-learner of a stacked ensemble sees: the parts' probabilities as log-odds, clipped so that no part is ever certain.</summary>
internal static class MetaRow
{
    private const double MinProbability = 1e-4;

    /// <summary>Values per part: the log-odds of the second of two classes, or one centred logarithm per class.</summary>
    public static int Width(int classes) => classes == 2 ? 1 : classes;

    public static ColumnSet Columns(int parts, ImmutableArray<string> classes) =>
        ColumnSet.Of(Enumerable.Range(0, parts).SelectMany(p => Enumerable.Range(0, Width(classes.Length)).Select(c => $"part {p + 1}, output {c + 1}")));

    /// <param name="probabilities">Of one part for one row.</param>
    public static void Fill(ReadOnlySpan<double> probabilities, Span<float> values)
    {
        if (values.Length == 1)
        {
            values[0] = (float)(Log(probabilities[1]) - Log(probabilities[0]));
            return;
        }
        double mean = 0;
        foreach (double p in probabilities) mean += Log(p) / probabilities.Length;
        for (int c = 0; c < values.Length; c++) values[c] = (float)(Log(probabilities[c]) - mean);
    }

    private static double Log(double probability) => Math.Log(Math.Clamp(probability, MinProbability, 1 - MinProbability));
}
