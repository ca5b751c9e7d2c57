using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Scores of many rows.</summary>
internal static class Scores
{
    /// <summary>One output of a model for every row.</summary>
    public static double[] Of(IRowModel model, Matrix rows, int output = 0)
    {
        var all = All(model, rows);
        var scores = new double[rows.Rows];
        for (int i = 0; i < scores.Length; i++) scores[i] = all[i * model.Outputs + output];
        return scores;
    }

    /// <summary>All outputs, row after row.</summary>
    public static double[] All(IRowModel model, Matrix rows)
    {
        var scores = new double[rows.Rows * model.Outputs];
        model.Score(rows.All, scores);
        return scores;
    }

    /// <summary>The likeliest class of every row.</summary>
    public static int[] Classes(double[] probabilities, int classes) =>
        [.. Enumerable.Range(0, probabilities.Length / classes).Select(r => Likeliest(probabilities.AsSpan(r * classes, classes)))];

    public static int Likeliest(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int c = 1; c < probabilities.Length; c++)
            if (probabilities[c] > probabilities[best]) best = c;
        return best;
    }

    /// <summary>The value that a share of the scores does not exceed.</summary>
    public static double Quantile(double[] scores, double share)
    {
        var sorted = scores.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
