namespace NetThreat.Learning.Clustering;

/// <summary>How far two groupings of the same rows agree, whatever the groups are called; noise (-1) is a group like any other.</summary>
public static class ClusterAgreement
{
    /// <summary>The Rand index adjusted for chance, 1 for the same grouping, about 0 for unrelated ones (Hubert and Arabie 1985).</summary>
    public static double AdjustedRand(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var (both, first, second) = Count(a, b);
        double pairs = Pairs(both.Values), inA = Pairs(first.Values), inB = Pairs(second.Values), all = (double)a.Length * (a.Length - 1) / 2;
        double expected = inA * inB / all, most = (inA + inB) / 2;
        return most == expected ? 1 : (pairs - expected) / (most - expected);
    }

    /// <summary>Mutual information over the mean of the two entropies, 0 to 1 (Strehl and Ghosh 2002, arithmetic mean).</summary>
    public static double NormalizedMutualInformation(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var (both, first, second) = Count(a, b);
        if (first.Count == 1 && second.Count == 1) return 1;
        double n = a.Length, information = 0;
        foreach (var ((i, j), count) in both) information += count / n * Math.Log(n * count / ((double)first[i] * second[j]));
        return Math.Max(0, information) / ((Entropy(first.Values, n) + Entropy(second.Values, n)) / 2);
    }

    private static double Entropy(IEnumerable<int> counts, double n) => -counts.Sum(c => c / n * Math.Log(c / n));

    private static double Pairs(IEnumerable<int> counts) => counts.Sum(c => (double)c * (c - 1) / 2);

    private static (SortedDictionary<(int, int), int> Both, SortedDictionary<int, int> First, SortedDictionary<int, int> Second) Count(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length || a.Length < 2) throw new LearningException($"groupings of {a.Length} and {b.Length} rows: two of the same 2 or more rows can be compared");
        var counts = (Both: new SortedDictionary<(int, int), int>(), First: new SortedDictionary<int, int>(), Second: new SortedDictionary<int, int>());
        for (int i = 0; i < a.Length; i++)
        {
            counts.Both[(a[i], b[i])] = counts.Both.GetValueOrDefault((a[i], b[i])) + 1;
            counts.First[a[i]] = counts.First.GetValueOrDefault(a[i]) + 1;
            counts.Second[b[i]] = counts.Second.GetValueOrDefault(b[i]) + 1;
        }
        return counts;
    }
}
