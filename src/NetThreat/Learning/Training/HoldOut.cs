using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>How rows are held out.</summary>
internal enum SplitKind
{
    /// <summary>The last rows in time.</summary>
    Time,

    /// <summary>The same share of every class.</summary>
    Stratified,

    /// <summary>Whole groups: captures, or the hosts of one capture.</summary>
    Group,
}

/// <summary>Which rows are trained on, which calibrate the scores, and which the metrics are measured on.</summary>
internal sealed record HoldOut(int[] Train, int[] Calibration, int[] Test)
{
    /// <param name="share">Held out, in (0, 1); half of it calibrates, half tests.</param>
    /// <exception cref="LearningException">The table does not have what the split needs, or too few rows.</exception>
    public static HoldOut Of(TrainingData data, SplitKind kind, double share, ulong seed)
    {
        var split = kind switch
        {
            SplitKind.Time => ByTime(data, share),
            SplitKind.Stratified => Stratified(data, share, seed),
            _ => ByGroup(data, share, seed),
        };
        if (split.Train.Length < 2 || split.Calibration.Length == 0 || split.Test.Length == 0)
            throw new LearningException($"{data.Features.Rows} rows are too few to hold out {share:0.##} of them: {split.Train.Length} would be left to train, {split.Calibration.Length} to calibrate, {split.Test.Length} to test");
        return split;
    }

    private static HoldOut ByTime(TrainingData data, double share)
    {
        if (data.Times is not { } times) throw new LearningException("--split time needs event times: name their column with --time-column, or split otherwise");
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i])];
        int train = order.Length - (int)Math.Round(order.Length * share), middle = train + (order.Length - train) / 2;
        return new(Sorted(order[..train]), Sorted(order[train..middle]), Sorted(order[middle..]));
    }

    private static HoldOut Stratified(TrainingData data, double share, ulong seed)
    {
        List<int> train = [], calibration = [], test = [];
        var random = new Xoshiro256(seed);
        var classes = Enumerable.Range(0, data.Features.Rows).GroupBy(i => data.Labels?[i] ?? 0).OrderBy(g => g.Key);
        foreach (var rows in classes.Select(g => g.ToArray()))
        {
            Shuffle(rows, random);
            int held = (int)Math.Round(rows.Length * share);
            for (int i = 0; i < rows.Length; i++) (i >= held ? train : i % 2 == 0 ? calibration : test).Add(rows[i]);
        }
        return new(Sorted([.. train]), Sorted([.. calibration]), Sorted([.. test]));
    }

    private static HoldOut ByGroup(TrainingData data, double share, ulong seed)
    {
        if (data.Groups is not { } groups) throw new LearningException("--split group needs groups: name their column with --group-column, or split otherwise");
        int[] names = [.. groups.Distinct().Order()];
        Shuffle(names, new Xoshiro256(seed));
        var sizes = groups.GroupBy(g => g).ToDictionary(g => g.Key, g => g.Count());
        var part = new Dictionary<int, int>();
        int calibrated = 0, tested = 0, most = (int)Math.Round(groups.Length * share);
        foreach (int name in names)
        {
            bool held = calibrated + tested < most;
            part[name] = !held ? 0 : calibrated <= tested ? 1 : 2;
            if (part[name] == 1) calibrated += sizes[name];
            else if (part[name] == 2) tested += sizes[name];
        }
        int[] Rows(int wanted) => [.. Enumerable.Range(0, groups.Length).Where(i => part[groups[i]] == wanted)];
        return new(Rows(0), Rows(1), Rows(2));
    }

    private static void Shuffle(int[] items, Xoshiro256 random)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static int[] Sorted(int[] rows)
    {
        Array.Sort(rows);
        return rows;
    }
}
