using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>
/// Trains a dense autoencoder to reproduce normal rows; what it reproduces badly is not normal (Hawkins et al., "Outlier detection using replicator
/// neural networks", 2002). With corruption or noise it learns to restore rows from damaged ones (Vincent et al., "Extracting and composing
/// robust features with denoising autoencoders", 2008). Columns are to be of similar scale: put a scaler before it.
/// </summary>
public sealed record AutoencoderTrainer : NetworkTrainer, IRowTrainer
{
    public override string Kind => AutoencoderModel.KindName;

    public override bool NeedsLabels => false;

    [Parameter("Width of the first hidden layer.", Min = 1, Max = AutoencoderShape.MaxUnits, SearchFrom = 16, SearchTo = 256, SearchLogarithmic = true)]
    public int Units { get; init; } = 64;

    [Parameter("Width of the code, the narrowest layer.", Min = 1, Max = AutoencoderShape.MaxUnits, SearchFrom = 2, SearchTo = 64, SearchLogarithmic = true)]
    public int Code { get; init; } = 32;

    [Parameter("Layers of the encoder, the code included.", Min = 1, Max = AutoencoderShape.MaxLayers, SearchFrom = 1, SearchTo = 3)]
    public int Layers { get; init; } = 2;

    [Parameter("Function between the layers.")]
    public Activation Activation { get; init; } = Activation.Relu;

    [Parameter("Share of the input values that training sets to 0.", Min = 0, Max = 0.9, SearchFrom = 0, SearchTo = 0.3)]
    public double Corruption { get; init; }

    [Parameter("Standard deviation of the normal noise that training adds to the input.", Min = 0, Max = 10, SearchFrom = 0, SearchTo = 0.3)]
    public double Noise { get; init; }

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var shape = new AutoencoderShape(data.Features.Columns, Units, Code, Layers, Activation);
        var network = shape.NewNetwork();
        NetworkFit.Run(network, new ReconstructionObjective(data.Features, Corruption, Noise) { Weights = data.Weights, Groups = data.Groups }, Settings(DenseNetworks.ShardSize), context);
        return new AutoencoderModel(data.Columns, shape, network);
    }
}
