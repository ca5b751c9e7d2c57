using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Splits;

/// <summary>What all kinds of splits share.</summary>
internal static class SplitRows
{
    /// <summary>The kind to use, with what it needs present.</summary>
    public static SplitKind Resolve(SplitKind kind, TrainingData data)
    {
        if (kind == SplitKind.Auto) kind = data.Groups is not null ? SplitKind.Grouped : data.Labels is not null ? SplitKind.Stratified : SplitKind.Shuffled;
        var missing = kind switch
        {
            SplitKind.Grouped when data.Groups is null => "groups (host or capture)",
            SplitKind.Stratified when data.Labels is null => "labels",
            SplitKind.TimeOrdered when data.Times is null => "times",
            _ => null,
        };
        return missing is null ? kind : throw new LearningException($"a {kind} split needs {missing}, which the data does not have");
    }

    public static Split Part(bool[] test)
    {
        var rows = Enumerable.Range(0, test.Length);
        return new Split([.. rows.Where(r => !test[r])], [.. rows.Where(r => test[r])]);
    }

    /// <summary>The rows of every label, labels and rows rising.</summary>
    public static int[][] Strata(int[] labels) => [.. labels.Select((l, r) => (l, r)).GroupBy(p => p.l, p => p.r).OrderBy(g => g.Key).Select(g => g.ToArray())];

    /// <summary>Fisher and Yates, from the stream of the seed at a position.</summary>
    public static void Shuffle(Span<int> items, ulong seed, long stream)
    {
        var random = new Xoshiro256(Xoshiro256.WordAt(seed, stream));
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
