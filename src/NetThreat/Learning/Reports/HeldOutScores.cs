using System.Collections.Immutable;
using NetThreat.Learning.Evaluation;

namespace NetThreat.Learning.Reports;

/// <summary>What a model gave for rows that it was not fitted on, and what they are.</summary>
/// <param name="Raw">Per row the number that thresholds and p-values are about.</param>
/// <param name="PValues">Per row; empty for a model without calibration scores.</param>
/// <param name="Probabilities">Row-major, one per class of the model; empty for anomaly models.</param>
/// <param name="ModelClasses">The model's classes; empty for anomaly models.</param>
/// <param name="Labels">Per row a place in <paramref name="Classes"/>; empty where nobody knows.</param>
/// <param name="Classes">Names of the classes of the rows.</param>
/// <param name="Benign">The class that means "nothing is wrong".</param>
internal sealed record HeldOutScores(
    double[] Raw, double[] PValues, double[] Probabilities, ImmutableArray<string> ModelClasses, int[] Labels, ImmutableArray<string> Classes, int Benign)
{
    private const int Replicates = 200;

    public int Rows => Raw.Length;

    /// <summary>Rows that are not benign.</summary>
    public bool[] Positive { get; } = [.. Labels.Select(l => l != Benign)];

    /// <summary>There are benign rows and others, so that they can be told apart.</summary>
    public bool HasBoth => Positive.Contains(true) && Positive.Contains(false);

    /// <summary>The raw scores of the benign rows; of all where nobody knows.</summary>
    public double[] BenignRaw => Labels.Length == 0 ? Raw : [.. Raw.Where((_, i) => !Positive[i])];

    /// <summary>The full report; null where nobody knows what the rows are.</summary>
    /// <param name="threshold">The raw score in use, or null.</param>
    public EvaluationReport? Evaluate(double? threshold) => Labels.Length == 0 ? null : EvaluationReport.Of(
        new ScoredRows(Probabilities.Length > 0 ? Probabilities : Raw, ModelClasses, Labels, Classes),
        new EvaluationOptions { Threshold = threshold, Bootstrap = new() { Replicates = Replicates }, Rates = ModelMetrics.Rates });
}
