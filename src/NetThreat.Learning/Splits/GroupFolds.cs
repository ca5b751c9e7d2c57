using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Splits;

/// <summary>
/// Groups dealt out to folds: the largest first (those of one size in drawn order), each to the fold where the counts of rows by class then
/// are the most even.
/// </summary>
internal static class GroupFolds
{
    /// <summary>The fold of every row.</summary>
    public static int[] Assign(TrainingData data, int folds, ulong seed)
    {
        var groups = data.Groups!;
        var members = groups.Select((g, r) => (g, r)).GroupBy(p => p.g, p => p.r).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        if (members.Length < folds) throw new LearningException($"{members.Length} groups cannot be dealt out to {folds} parts: fewer parts, or more hosts or captures");
        int[] labels = data.Labels ?? new int[groups.Length];
        int classes = labels.Max() + 1;
        int[] order = [.. Enumerable.Range(0, members.Length)];
        SplitRows.Shuffle(order, seed, 0);
        double[] share = [.. Enumerable.Range(0, classes).Select(c => Math.Max(1, labels.Count(l => l == c)) / (double)folds)];
        var counts = new double[folds, classes];
        var fold = new int[groups.Length];
        foreach (int g in order.OrderByDescending(g => members[g].Length))
        {
            int best = Best(counts, share, members[g], labels);
            foreach (int r in members[g])
            {
                fold[r] = best;
                counts[best, labels[r]]++;
            }
        }
        return fold;
    }

    /// <summary>The fold that lacks most, class by class in units of its fair share, of what the group brings.</summary>
    private static int Best(double[,] counts, double[] share, int[] members, int[] labels)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int f = 0; f < counts.GetLength(0); f++)
        {
            double full = 0;
            foreach (int r in members) full += counts[f, labels[r]] / share[labels[r]];
            if (full >= least) continue;
            (best, least) = (f, full);
        }
        return best;
    }
}
