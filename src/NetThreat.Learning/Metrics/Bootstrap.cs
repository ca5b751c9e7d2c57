using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Metrics;

/// <summary>A number and how far it would have moved with other rows of the same kind.</summary>
/// <param name="Low">Lower end of the confidence interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Value, double Low, double High);

/// <summary>Computes numbers from the rows, each taken as often as it says.</summary>
/// <param name="times">One count per row.</param>
/// <param name="values">Filled with the numbers; NaN where one is undefined.</param>
public delegate void Statistics(ReadOnlySpan<int> times, Span<double> values);

/// <summary>Confidence intervals by drawing the rows again with replacement (Efron 1979, percentile intervals).</summary>
public sealed record Bootstrap
{
    public int Replicates { get; init; } = 1000;

    /// <summary>Share of the replicates within the interval.</summary>
    public double Level { get; init; } = 0.95;

    public ulong Seed { get; init; }

    /// <summary>Intervals of several numbers from the same draws.</summary>
    /// <param name="strata">The class of every row: each is drawn as often as it occurs.</param>
    /// <param name="count">How many numbers <paramref name="statistics"/> computes.</param>
    public Interval[] Estimate(ReadOnlySpan<int> strata, int count, Statistics statistics)
    {
        if (Replicates < 1 || !(Level > 0 && Level < 1)) throw new LearningException($"{Replicates} replicates at level {Level}: at least 1, and a level between 0 and 1");
        var members = Members(strata);
        var times = new int[strata.Length];
        Array.Fill(times, 1);
        var value = new double[count];
        statistics(times, value);
        var replicates = new double[Replicates * count];
        for (int b = 0; b < Replicates; b++)
        {
            Draw(members, new Xoshiro256(Xoshiro256.WordAt(Seed, b)), times);
            statistics(times, replicates.AsSpan(b * count, count));
        }
        return [.. value.Select((v, i) => Percentiles(v, [.. replicates.Where((r, j) => j % count == i && !double.IsNaN(r)).Order()]))];
    }

    /// <summary>The interval of one number.</summary>
    public Interval Estimate(ReadOnlySpan<int> strata, Func<int[], double> statistic) =>
        Estimate(strata, 1, (times, values) => values[0] = statistic(times.ToArray()))[0];

    /// <summary>The first number minus the second, both from the same rows of every draw: an interval above 0 says that the first is better.</summary>
    /// <param name="statistics">Computes exactly two numbers, one per model.</param>
    public Interval Difference(ReadOnlySpan<int> strata, Statistics statistics) => Estimate(strata, 1, (times, values) =>
    {
        Span<double> both = stackalloc double[2];
        statistics(times, both);
        values[0] = both[0] - both[1];
    })[0];

    private Interval Percentiles(double value, double[] sorted) => sorted.Length == 0
        ? new(value, double.NaN, double.NaN)
        : new(value, Scaling.ColumnStatistics.Quantile(sorted, (1 - Level) / 2), Scaling.ColumnStatistics.Quantile(sorted, (1 + Level) / 2));

    private static void Draw(int[][] members, Xoshiro256 random, int[] times)
    {
        Array.Clear(times);
        foreach (var rows in members)
            for (int i = 0; i < rows.Length; i++) times[rows[random.Next(rows.Length)]]++;
    }

    private static int[][] Members(ReadOnlySpan<int> strata)
    {
        var members = new SortedDictionary<int, List<int>>();
        for (int r = 0; r < strata.Length; r++)
        {
            if (!members.TryGetValue(strata[r], out var rows)) members[strata[r]] = rows = [];
            rows.Add(r);
        }
        return [.. members.Values.Select(rows => rows.ToArray())];
    }
}
