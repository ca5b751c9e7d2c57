using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Splits;

/// <summary>What to do where attacks are rare. Only ever of training rows: test rows keep the shares that they have.</summary>
public static class ClassBalance
{
    /// <summary>One weight per class, rows / (classes that occur × rows of the class): every class weighs the same. 0 for one that does not occur.</summary>
    public static double[] Weights(ReadOnlySpan<int> labels, int classes)
    {
        var counts = Counts(labels, classes);
        int occurring = counts.Count(c => c > 0), rows = labels.Length;
        return [.. counts.Select(c => c == 0 ? 0 : rows / ((double)occurring * c))];
    }

    /// <summary>The data with its row weights multiplied by <see cref="Weights"/>.</summary>
    /// <exception cref="LearningException">There are no labels.</exception>
    public static TrainingData Weighted(TrainingData data)
    {
        var labels = Labels(data);
        var weights = Weights(labels, data.Classes.Length);
        return new TrainingData(data.Features, data.Columns)
        {
            Labels = labels,
            Classes = data.Classes,
            Weights = [.. labels.Select((l, r) => (float)(weights[l] * (data.Weights?[r] ?? 1)))],
            Groups = data.Groups,
            Times = data.Times,
        };
    }

    /// <summary>Rows in rising order, those of larger classes drawn down to <paramref name="ratio"/> times the rarest that occurs.</summary>
    public static int[] UnderSample(ReadOnlySpan<int> labels, ulong seed, double ratio = 1)
    {
        var strata = SplitRows.Strata(labels.ToArray());
        if (!(ratio >= 1)) throw new LearningException($"a ratio of {ratio} to the rarest class: 1 or more is allowed");
        double most = strata.Min(s => s.Length) * ratio;
        for (int s = 0; s < strata.Length; s++) SplitRows.Shuffle(strata[s], seed, s);
        return [.. strata.SelectMany(s => s.Take((int)Math.Min(s.Length, most))).Order()];
    }

    /// <summary>All rows, and after them further ones drawn with replacement until every class has the rows of the largest times <paramref name="share"/>.</summary>
    public static int[] OverSample(ReadOnlySpan<int> labels, ulong seed, double share = 1)
    {
        if (!(share > 0 && share <= 1)) throw new LearningException($"a share of {share} of the largest class: more than 0 and at most 1 is allowed");
        var strata = SplitRows.Strata(labels.ToArray());
        int least = (int)(strata.Max(s => s.Length) * share);
        var rows = Enumerable.Range(0, labels.Length).ToList();
        for (int s = 0; s < strata.Length; s++)
        {
            var random = new Xoshiro256(Xoshiro256.WordAt(seed, s));
            for (int i = strata[s].Length; i < least; i++) rows.Add(strata[s][random.Next(strata[s].Length)]);
        }
        return [.. rows];
    }

    private static int[] Labels(TrainingData data) => data.Labels ?? throw new LearningException("classes cannot be balanced without labels");

    private static int[] Counts(ReadOnlySpan<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (int l in labels) counts[l]++;
        return counts;
    }
}
