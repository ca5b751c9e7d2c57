using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>Which rows are trained on, which calibrate the scores, and which the metrics are measured on.</summary>
internal sealed record HeldOutRows(int[] Train, int[] Calibration, int[] Test)
{
    /// <param name="share">Held out, in (0, 1); half of it calibrates, half tests.</param>
    /// <exception cref="LearningException">The table does not have what the split needs, or too few rows.</exception>
    public static HeldOutRows Of(TrainingData data, SplitKind kind, double share, ulong seed)
    {
        if (kind == SplitKind.TimeOrdered && data.Times is null) throw new LearningException("--split time needs event times: name their column with --time-column, or split otherwise");
        if (kind == SplitKind.Grouped && data.Groups is null) throw new LearningException("--split group needs groups: name their column with --group-column, or split otherwise");
        var outer = new HoldOut { Kind = Possible(kind, data), TestShare = share, Seed = seed }.Of(data);
        if (outer.Test.Length < 2) throw new LearningException($"{data.Features.Rows} rows are too few: {outer.Test.Length} would be held out, and 2 are needed to calibrate and to measure");
        var held = data.Take(outer.Test);
        // A single group cannot be parted again without tearing it.
        var inner = kind == SplitKind.Grouped && held.Groups!.Distinct().Count() < 2 ? SplitKind.Stratified : kind;
        var parts = new HoldOut { Kind = Possible(inner, held), TestShare = 0.5, Seed = seed }.Of(held);
        return new(outer.Train, [.. parts.Train.Select(r => outer.Test[r])], [.. parts.Test.Select(r => outer.Test[r])]);
    }

    private static SplitKind Possible(SplitKind kind, TrainingData data) => kind == SplitKind.Stratified && data.Labels is null ? SplitKind.Shuffled : kind;
}
