using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Training;

/// <summary>Which examples early stopping looks at: a share drawn from the seed; of grouped examples whole groups, so that it sees hosts that training did not.</summary>
internal static class HeldOut
{
    public static (int[] Training, int[] Validation) Split(int count, int[]? groups, double share, Xoshiro256 random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Shuffle(order, random);
        int wanted = (int)(count * share);
        if (groups is null || wanted == 0) return (order[wanted..], [.. order[..wanted].Order()]);

        // The groups come in the order in which the shuffled examples meet them; the last one is never held out.
        var byGroup = order.GroupBy(i => groups[i]).ToList();
        var validation = new List<int>();
        int taken = 0;
        while (taken < byGroup.Count - 1 && validation.Count < wanted) validation.AddRange(byGroup[taken++]);
        return ([.. byGroup.Skip(taken).SelectMany(g => g)], [.. validation.Order()]);
    }

    public static void Shuffle(int[] order, Xoshiro256 random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
