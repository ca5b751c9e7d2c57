using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Splits;

/// <summary>Sets a share of the rows aside. The same data, settings and seed give the same split.</summary>
public sealed record HoldOut
{
    public SplitKind Kind { get; init; } = SplitKind.Auto;

    /// <summary>Share of the rows to test on, more than 0 and less than 1.</summary>
    public double TestShare { get; init; } = 0.25;

    public ulong Seed { get; init; }

    /// <exception cref="LearningException">The data lacks what the kind needs (labels, groups, times), or a part would be empty.</exception>
    public Split Of(TrainingData data)
    {
        int rows = data.Features.Rows;
        if (!(TestShare > 0 && TestShare < 1)) throw new LearningException($"a test share of {TestShare}: more than 0 and less than 1 is allowed");
        if (rows < 2) throw new LearningException($"{rows} rows cannot be split: at least 2 are needed");
        var split = SplitRows.Resolve(Kind, data) switch
        {
            SplitKind.TimeOrdered => SplitRows.Part(Later(data.Times!)),
            SplitKind.Grouped => SplitRows.Part(Groups(data)),
            SplitKind.Stratified => SplitRows.Part(Drawn(SplitRows.Strata(data.Labels!), rows)),
            _ => SplitRows.Part(Drawn(SplitRows.Strata(new int[rows]), rows)),
        };
        if (split.Train.Length == 0 || split.Test.Length == 0) throw new LearningException($"a test share of {TestShare} of {rows} rows leaves no {(split.Test.Length == 0 ? "test" : "training")} rows: {(Kind == SplitKind.TimeOrdered ? "all are of one time" : "there are too few rows or groups")}");
        return split;
    }

    /// <summary>The last rows; rows of one time stay together, so that no test row is as early as a training row.</summary>
    private bool[] Later(long[] times)
    {
        var sorted = times.Order().ToArray();
        int first = sorted.Length - Math.Max(1, (int)Math.Round(sorted.Length * TestShare));
        while (first > 0 && first < sorted.Length && sorted[first] == sorted[first - 1]) first++;
        return [.. times.Select(t => first < sorted.Length && t >= sorted[first])];
    }

    private bool[] Drawn(int[][] strata, int rows)
    {
        var test = new bool[rows];
        double owed = 0;
        int s = 0;
        foreach (var members in strata)
        {
            // What rounding leaves over passes on to the next class, so that the whole has the share that was asked for.
            owed += members.Length * TestShare;
            int count = Math.Min(members.Length, (int)Math.Round(owed));
            owed -= count;
            SplitRows.Shuffle(members, Seed, s++);
            foreach (int r in members.AsSpan(0, count)) test[r] = true;
        }
        return test;
    }

    private bool[] Groups(TrainingData data)
    {
        // One of so many parts; of few groups, one group may be more than its share.
        int parts = Math.Max(2, Math.Min((int)Math.Round(1 / Math.Min(TestShare, 1 - TestShare)), data.Groups!.Distinct().Count()));
        var fold = GroupFolds.Assign(data, parts, Seed);
        return [.. fold.Select(f => f == 0 == TestShare <= 0.5)];
    }
}
