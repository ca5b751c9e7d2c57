using NetThreat.Core.Randomness;
using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Clustering;

/// <summary>Start centres far from each other (Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", 2007).</summary>
internal static class KMeansPlusPlus
{
    /// <summary>Each next centre is a row drawn with its weighted squared distance to the centres so far; fewer than k distinct rows repeat.</summary>
    public static Points Draw(Points rows, double[]? weights, int k, Xoshiro256 random)
    {
        var chosen = new int[k];
        double[] nearest = new double[rows.Count], share = new double[rows.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        for (int i = 0; i < share.Length; i++) share[i] = weights?[i] ?? 1;
        for (int c = 0; c < k; c++)
        {
            chosen[c] = Pick(share, random);
            for (int i = 0; i < rows.Count; i++)
            {
                nearest[i] = Math.Min(nearest[i], Euclidean.Squared(rows[i], rows[chosen[c]]));
                share[i] = nearest[i] * (weights?[i] ?? 1);
            }
        }
        return rows.Take(chosen);
    }

    private static int Pick(double[] share, Xoshiro256 random)
    {
        double total = share.Sum(), left = random.NextDouble() * total;
        if (!(total > 0)) return random.Next(share.Length);
        int last = 0;
        for (int i = 0; i < share.Length; i++)
        {
            if (share[i] <= 0) continue;
            last = i;
            if ((left -= share[i]) < 0) break;
        }
        return last;
    }
}
