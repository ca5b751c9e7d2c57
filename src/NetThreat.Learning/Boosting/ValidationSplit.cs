using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Boosting;

/// <summary>Rows held out to stop early: of every class the same share, or whole groups where rows have groups.</summary>
internal static class ValidationSplit
{
    /// <exception cref="LearningException">Too few rows or groups to hold any out.</exception>
    public static (int[] Train, int[] Held) Of(TrainingData data, double share, ulong seed)
    {
        var held = new bool[data.Features.Rows];
        if (data.Groups is { } groups)
        {
            var chosen = First(groups.Distinct(), share, seed).ToHashSet();
            for (int i = 0; i < held.Length; i++) held[i] = chosen.Contains(groups[i]);
        }
        else
        {
            var byClass = Enumerable.Range(0, held.Length).GroupBy(i => data.Labels![i]);
            foreach (int row in byClass.SelectMany(rows => First(rows, share, seed))) held[row] = true;
        }
        int count = held.Count(h => h);
        if (count == 0 || count > held.Length - 2) throw new LearningException($"validation-share holds out {count} of {held.Length} rows: give more rows, or 0 to grow all trees");
        var rowsOf = (bool which) => Enumerable.Range(0, held.Length).Where(i => held[i] == which).ToArray();
        return (rowsOf(false), rowsOf(true));
    }

    private static int[] First(IEnumerable<int> things, double share, ulong seed)
    {
        int[] all = [.. things.OrderBy(i => Xoshiro256.WordAt(seed, i)).ThenBy(i => i)];
        return all[..(int)Math.Round(all.Length * share)];
    }
}
