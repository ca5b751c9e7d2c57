using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Seeded choices of rows.</summary>
internal static class Samples
{
    /// <summary>The rows that satisfy a condition, shuffled by the seed.</summary>
    public static int[] Shuffled(int rows, Func<int, bool> condition, ulong seed)
    {
        var chosen = Enumerable.Range(0, rows).Where(condition).ToArray();
        Array.Sort(chosen.Select(r => Xoshiro256.WordAt(seed, r)).ToArray(), chosen);
        return chosen;
    }

    /// <summary>Normal rows for training and for validation: four fifths and one fifth, each of at most the number given.</summary>
    public static (TrainingData Fit, TrainingData Validation) Normals(TrainingData data, ulong seed, int mostFit, int mostValidation)
    {
        var rows = Shuffled(data.Features.Rows, r => data.Labels![r] == 0, seed);
        int held = rows.Length / 5;
        return (data.Take(rows.AsSpan(held, Math.Min(mostFit, rows.Length - held))), data.Take(rows.AsSpan(0, Math.Min(mostValidation, held))));
    }

    /// <summary>A split of labelled rows; <paramref name="share"/> of every class is held out.</summary>
    public static (int[] Fit, int[] Held) Stratified(int[] labels, double share, ulong seed)
    {
        var rows = Shuffled(labels.Length, _ => true, seed);
        var seen = new Dictionary<int, int>();
        var lookup = rows.ToLookup(r =>
        {
            int n = seen[labels[r]] = seen.GetValueOrDefault(labels[r]) + 1;
            return Math.Floor(n * share) > Math.Floor((n - 1) * share);
        });
        return ([.. lookup[false]], [.. lookup[true]]);
    }

    public static int[] Pick(int[] values, int[] rows) => [.. rows.Select(r => values[r])];
}
