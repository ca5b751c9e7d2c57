using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Scoring;

/// <summary>What one thread needs to pass rows or sequences through a network.</summary>
internal sealed class ScoringMemory(Layer<float> network, bool training)
{
    public Pass<float> Pass { get; } = network.NewPass(training);

    public Batch<float> Input { get; } = new();

    public Batch<float> OutputGradient { get; } = new();

    /// <summary>Passes rows through the network.</summary>
    public Batch<float> Forward(Rows rows)
    {
        Input.Shape(rows.Count, 1, rows.Width);
        rows.Values.CopyTo(Input.Values);
        Pass.Forward(Input, PassMode.Scoring);
        return Pass.Output;
    }
}
