namespace NetThreat.Learning.Boosting.Growing;

/// <summary>The best split of a node that was found; <see cref="Column"/> is -1 when none is worth it.</summary>
/// <param name="Bin">The last bin that goes left.</param>
/// <param name="Left">Packed sum of the gradients of the rows that go left.</param>
internal readonly record struct NodeSplit(int Column, int Bin, bool MissingLeft, double Gain, long Left)
{
    public static NodeSplit None { get; } = new(-1, 0, false, 0, 0);
}
