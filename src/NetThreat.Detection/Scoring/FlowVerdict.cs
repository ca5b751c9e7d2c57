namespace NetThreat.Detection.Scoring;

/// <summary>What the active models say of a flow, in two numbers.</summary>
/// <param name="Anomaly">Joint p-value of the anomaly models; NaN where none could score the flow.</param>
/// <param name="Attack">Probability of the likeliest attack class of any classifier; NaN where none could score the flow.</param>
/// <param name="Classifier">Index of that classifier among the models, or -1.</param>
/// <param name="Class">Index of that class, or -1.</param>
internal readonly record struct FlowVerdict(double Anomaly, double Attack, int Classifier, int Class)
{
    public static FlowVerdict None { get; } = new(double.NaN, double.NaN, -1, -1);
}
