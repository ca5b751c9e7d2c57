using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Ensembles;

/// <summary>The fold of every row: classes are dealt evenly; rows of a group stay together where groups are known.</summary>
internal static class OutOfFold
{
    public static int[] Deal(TrainingData data, int folds, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var order = new int[data.Features.Rows];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = 0; i < order.Length; i++)
        {
            int other = random.Between(i, order.Length - 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        var dealt = new int[order.Length];
        if (data.Groups is { } groups)
        {
            var numbers = new Dictionary<int, int>();
            foreach (int row in order) dealt[row] = (numbers.TryGetValue(groups[row], out int n) ? n : numbers[groups[row]] = numbers.Count) % folds;
            return dealt;
        }
        // Class after class without a gap: the rows of a class differ by at most one between folds, and so do all rows.
        int next = 0;
        foreach (int row in order.OrderBy(r => data.Labels![r])) dealt[row] = next++ % folds;
        return dealt;
    }
}
