namespace NetThreat.Learning.Forests.Growing;

/// <summary>The best split found of a node so far.</summary>
/// <param name="Column">Negative while there is none.</param>
/// <param name="Threshold">Left when x ≤ threshold.</param>
/// <param name="Worth">See <see cref="SplitSides.Worth"/>.</param>
internal readonly record struct Split(int Column, float Threshold, double Worth)
{
    public static Split None => new(-1, 0, double.NegativeInfinity);

    public Split Better(int column, float threshold, double worth) => worth > Worth ? new Split(column, threshold, worth) : this;
}
