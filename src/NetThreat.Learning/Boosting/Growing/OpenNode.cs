namespace NetThreat.Learning.Boosting.Growing;

/// <summary>A node whose best split is known and not yet made.</summary>
/// <param name="Node">Its place in the tree.</param>
/// <param name="Start">The place of its first row in the partition.</param>
/// <param name="Sum">Packed sum of its gradients.</param>
/// <param name="Bounds">Least and greatest value that monotone constraints leave it.</param>
/// <param name="Below">The threshold of the split: left when x is below it.</param>
/// <param name="Histogram">Its sums by bin, or null when they were given up to save memory.</param>
internal readonly record struct OpenNode(int Node, int Start, int Count, int Depth, long Sum, ValueBounds Bounds, NodeSplit Split, float Below, long[]? Histogram);

/// <summary>Least and greatest value of the leaves below a node, before the learning rate.</summary>
internal readonly record struct ValueBounds(double Least, double Most)
{
    public static ValueBounds Free { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public double Clip(double value) => Math.Clamp(value, Least, Most);
}
