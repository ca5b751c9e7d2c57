using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Splits;

/// <summary>
/// Cross-validation: every row is tested once, by a model that did not see it. Time-ordered folds test each stretch of time on all that came
/// before it, so that the first stretch is only trained on.
/// </summary>
public sealed record KFold
{
    public SplitKind Kind { get; init; } = SplitKind.Auto;

    /// <summary>2 or more.</summary>
    public int Folds { get; init; } = 5;

    public ulong Seed { get; init; }

    /// <exception cref="LearningException">The data lacks what the kind needs (labels, groups, times), or has too few rows or groups.</exception>
    public IReadOnlyList<Split> Of(TrainingData data)
    {
        int rows = data.Features.Rows;
        if (Folds < 2 || Folds > rows) throw new LearningException($"{Folds} folds of {rows} rows: 2 to {rows} are allowed");
        return SplitRows.Resolve(Kind, data) switch
        {
            SplitKind.TimeOrdered => Forward(data.Times!),
            SplitKind.Grouped => Parts(GroupFolds.Assign(data, Folds, Seed)),
            SplitKind.Stratified => Parts(Dealt(SplitRows.Strata(data.Labels!), rows)),
            _ => Parts(Dealt(SplitRows.Strata(new int[rows]), rows)),
        };
    }

    private Split[] Parts(int[] fold) => [.. Enumerable.Range(0, Folds).Select(f => SplitRows.Part([.. fold.Select(x => x == f)]))];

    /// <summary>Shuffled rows of each class, dealt out in turn; the next class goes on where the last ended.</summary>
    private int[] Dealt(int[][] strata, int rows)
    {
        var fold = new int[rows];
        int next = 0, s = 0;
        foreach (var members in strata)
        {
            SplitRows.Shuffle(members, Seed, s++);
            foreach (int r in members) fold[r] = next++ % Folds;
        }
        return fold;
    }

    private List<Split> Forward(long[] times)
    {
        var sorted = times.Order().ToArray();
        var splits = new List<Split>();
        for (int f = 0; f < Folds; f++)
        {
            long from = sorted[(int)((long)(f + 1) * sorted.Length / (Folds + 1))];
            int end = (int)((long)(f + 2) * sorted.Length / (Folds + 1));
            var rows = Enumerable.Range(0, times.Length);
            int[] train = [.. rows.Where(r => times[r] < from)], test = [.. rows.Where(r => times[r] >= from && (end == sorted.Length || times[r] < sorted[end]))];
            if (train.Length > 0 && test.Length > 0) splits.Add(new Split(train, test));
        }
        return splits.Count > 0 ? splits : throw new LearningException($"the rows cannot be split into {Folds} stretches of time: too many are of one time");
    }
}
