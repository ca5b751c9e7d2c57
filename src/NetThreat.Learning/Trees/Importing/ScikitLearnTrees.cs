using NetThreat.Learning.Forests;

namespace NetThreat.Learning.Trees.Importing;

/// <summary>
/// Trees as scikit-learn writes them: arrays by node in depth-first order, leaves with a negative feature and children, left when
/// float32(x) ≤ float64 threshold (which becomes the float32 threshold of the same meaning).
/// </summary>
public static class ScikitLearnTrees
{
    /// <summary>A tree of a classification forest.</summary>
    /// <param name="fractions">Share of each class in every node.</param>
    /// <param name="cover">Weighted training rows of every node.</param>
    public static DecisionTree Classification(int[] feature, double[] threshold, int[] left, int[] right, double[][] fractions, double[] cover) => new()
    {
        Feature = feature,
        Threshold = Thresholds(feature, threshold),
        Left = left,
        Right = right,
        Values = [.. fractions.SelectMany(f => f)],
        Cover = cover,
    };

    /// <summary>A tree of an isolation forest; its leaves get the path length: edges plus <see cref="AveragePathLength"/> of their rows.</summary>
    /// <param name="rows">Training rows in every node.</param>
    public static DecisionTree Isolation(int[] feature, double[] threshold, int[] left, int[] right, int[] rows)
    {
        var lengths = new double[feature.Length];
        var depth = new int[feature.Length];
        for (int node = 0; node < feature.Length; node++)
        {
            if (feature[node] < 0)
            {
                lengths[node] = depth[node] + AveragePathLength.Of(rows[node]);
                continue;
            }
            Deeper(depth, node, left[node]);
            Deeper(depth, node, right[node]);
        }
        return new DecisionTree { Feature = feature, Threshold = Thresholds(feature, threshold), Left = left, Right = right, Values = lengths, Cover = [.. rows.Select(r => (double)r)] };
    }

    private static void Deeper(int[] depth, int node, int child)
    {
        // What is no child is refused, with its place, when the ensemble is made.
        if ((uint)child < (uint)depth.Length) depth[child] = depth[node] + 1;
    }

    private static float[] Thresholds(int[] feature, double[] threshold) =>
        [.. threshold.Select((t, node) => feature[node] < 0 ? 0 : SplitThreshold.AtMost(t))];
}
