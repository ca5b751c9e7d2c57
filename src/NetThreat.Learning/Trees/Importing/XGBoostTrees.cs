namespace NetThreat.Learning.Trees.Importing;

/// <summary>Trees as XGBoost writes them: left when float32(x) &lt; float32 threshold, missing values where the node says, one value per leaf.</summary>
public static class XGBoostTrees
{
    /// <param name="feature">Negative at leaves.</param>
    /// <param name="defaultLeft">Do missing values go left? Any value at leaves.</param>
    /// <param name="leafValue">Any value at nodes that split.</param>
    /// <param name="cover">Sum of the hessians of every node.</param>
    /// <param name="output">The class whose margin the tree adds to; 0 for binary models.</param>
    public static DecisionTree Boosted(int[] feature, float[] threshold, int[] left, int[] right, bool[] defaultLeft, double[] leafValue, double[] cover, int output = 0) => new()
    {
        Feature = feature,
        Threshold = [.. threshold.Select((t, node) => feature[node] < 0 ? 0 : SplitThreshold.Below(t))],
        Left = left,
        Right = right,
        MissingLeft = defaultLeft,
        Values = leafValue,
        Cover = cover,
        Output = output,
    };
}
