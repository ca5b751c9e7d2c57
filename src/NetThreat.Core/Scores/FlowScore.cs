using NetThreat.Core.Flows;
using NetThreat.Core.Identity;

namespace NetThreat.Core.Scores;

/// <summary>What a learned model was made for.</summary>
public enum ModelTask : byte
{
    /// <summary>Trained on what is normal; its calibrated score is a p-value.</summary>
    Anomaly = 0,

    /// <summary>Trained on labelled flows; its calibrated score is the probability of the class named.</summary>
    Classification = 1,
}

/// <summary>What one column did to a model's score of one flow.</summary>
/// <param name="Column">The name in the feature schema.</param>
/// <param name="Unit">The column's unit.</param>
/// <param name="Value">The flow's own value; NaN where it is not known.</param>
/// <param name="Typical">The median of the training data; NaN where the model does not know it.</param>
/// <param name="Amount">Contribution in the unit of <see cref="ModelScore.Explained"/>; positive makes the flow less normal, or the class likelier.</param>
public readonly record struct Contribution(string Column, string Unit, double Value, double Typical, double Amount);

/// <summary>One model's score of one flow.</summary>
/// <param name="Model">name@version.</param>
/// <param name="Kind">The kind of the model, for example isolation-forest.</param>
/// <param name="Raw">What the model gave before calibration; only its order means something.</param>
/// <param name="Calibrated">Anomaly: the p-value, the share of normal flows that score at least as high. Classification: the probability of <paramref name="Class"/>.</param>
/// <param name="Class">The likeliest class; empty for anomaly models.</param>
/// <param name="Explained">What the contributions add up to ("margin", "mean path length", "squared error"); empty where the model explains nothing.</param>
/// <param name="Contributions">The columns with the largest contributions, largest first, at most <see cref="MaxContributions"/>.</param>
public sealed record ModelScore(
    string Model, string Kind, ModelTask Task, double Raw, double Calibrated, string Class, string Explained, IReadOnlyList<Contribution> Contributions)
{
    public const int MaxContributions = 8;
}

/// <summary>All models' scores of one flow, and what they come to together.</summary>
/// <param name="Flow">Which flow.</param>
/// <param name="Anomaly">Joint p-value of the anomaly models (<see cref="CauchyCombination"/>); NaN without one.</param>
/// <param name="Attack">Highest probability of an attack class among the classifiers; NaN without one.</param>
/// <param name="Parts">In the order of the models' names, at most <see cref="MaxParts"/>.</param>
public sealed record FlowScore(Id128 Flow, double Anomaly, double Attack, IReadOnlyList<ModelScore> Parts)
{
    public const int MaxParts = 16;
}

/// <summary>Scores a flow with the models that are active in this process.</summary>
public interface IFlowScorer
{
    /// <summary>The active models as name@version, in the order of their names.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Scores and explains a flow from its feature row alone; null where it has none, or no active model reads single flows.</summary>
    FlowScore? Explain(FlowRecord record);
}

/// <summary>Where no model is active.</summary>
public sealed class NoScorer : IFlowScorer
{
    private NoScorer()
    {
    }

    public static NoScorer Instance { get; } = new();

    public IReadOnlyList<string> Models => [];

    public FlowScore? Explain(FlowRecord record) => null;
}
