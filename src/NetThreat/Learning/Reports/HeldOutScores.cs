using System.Collections.Immutable;

namespace NetThreat.Learning.Reports;

/// <summary>What a model gave for rows that it was not fitted on, and what they are.</summary>
/// <param name="Raw">Per row the number that thresholds and p-values are about.</param>
/// <param name="PValues">Per row; empty for a model without calibration scores.</param>
/// <param name="Probabilities">Row-major, one per class; empty for anomaly models.</param>
/// <param name="Labels">Per row a place in <paramref name="Classes"/>; empty where nobody knows.</param>
/// <param name="Classes">Names of the classes of the rows.</param>
/// <param name="Benign">The class that means "nothing is wrong".</param>
internal sealed record HeldOutScores(double[] Raw, double[] PValues, double[] Probabilities, int[] Labels, ImmutableArray<string> Classes, int Benign)
{
    public int Rows => Raw.Length;

    /// <summary>Rows that are not benign.</summary>
    public bool[] Positive { get; } = [.. Labels.Select(l => l != Benign)];

    /// <summary>There are benign rows and others, so that they can be told apart.</summary>
    public bool HasBoth => Positive.Contains(true) && Positive.Contains(false);

    /// <summary>The raw scores of the benign rows; of all where nobody knows.</summary>
    public double[] BenignRaw => Labels.Length == 0 ? Raw : [.. Raw.Where((_, i) => !Positive[i])];
}
