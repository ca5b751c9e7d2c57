using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Evaluation;

/// <summary>How much an evaluation computes.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Draws of the confidence intervals.</summary>
    public Bootstrap Bootstrap { get; init; } = new() { Replicates = 500 };

    /// <summary>The threshold in use (raw score, or one minus the benign probability), chosen on other rows; null evaluates none.</summary>
    public double? Threshold { get; init; }

    /// <summary>False-positive rates at which the detection rate is told, rising.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.001, 0.01];

    /// <summary>Most points of a curve.</summary>
    public int CurvePoints { get; init; } = 200;
}
