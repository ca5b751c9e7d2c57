using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>The hyper-parameters that sequence networks share.</summary>
public abstract record SequenceTrainer : NetworkTrainer, ISequenceTrainer
{
    /// <summary>Which kind of network reads the steps; it names the algorithm.</summary>
    public SequenceEncoder Encoder { get; init; }

    [Parameter("Width of the state of a step.", Min = 1, Max = SequenceShape.MaxUnits, SearchFrom = 16, SearchTo = 128, SearchLogarithmic = true)]
    public int Units { get; init; } = 32;

    [Parameter("Recurrent layers or Transformer blocks on each other.", Min = 1, Max = SequenceShape.MaxLayers, SearchFrom = 1, SearchTo = 2)]
    public int Layers { get; init; } = 1;

    [Parameter("Attention heads of a Transformer: as many up to this as divide the units.", Min = 1, Max = SequenceShape.MaxHeads)]
    public int Heads { get; init; } = 4;

    [Parameter("Share of the values between layers that training sets to 0.", Min = 0, Max = 0.9, SearchFrom = 0, SearchTo = 0.5)]
    public double Dropout { get; init; }

    public abstract ISequenceModel Fit(SequenceData data, FitContext context);

    private protected SequenceShape Shape(SequenceData data)
    {
        int heads = Encoder == SequenceEncoder.Transformer ? Math.Min(Heads, Units) : 1;
        while (Units % heads != 0) heads--;
        return new SequenceShape(Encoder, data.Inputs.Width, data.Inputs.Steps, Units, Layers, heads);
    }
}
