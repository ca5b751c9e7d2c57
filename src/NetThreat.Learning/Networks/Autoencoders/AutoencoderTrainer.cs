using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>
/// Trains a dense autoencoder to reproduce normal rows; what it reproduces badly is not normal (Hawkins et al., "Outlier detection using replicator
/// neural networks", 2002). With corruption or noise it learns to restore rows from damaged ones (Vincent et al., "Extracting and composing
/// robust features with denoising autoencoders", 2008). Columns are to be of similar scale: put a scaler before it.
/// </summary>
public sealed record AutoencoderTrainer : IRowTrainer
{
    public string Kind => AutoencoderModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; } = 1;

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

    [Parameter("Largest number of passes over the data.", Min = 1, Max = 100_000)]
    public int Epochs { get; init; } = 30;

    [Parameter("Rows in a step.", Min = 1, Max = 1 << 20, SearchFrom = 64, SearchTo = 1024, SearchLogarithmic = true)]
    public int BatchSize { get; init; } = 256;

    [Parameter("Step size of Adam.", Min = 1e-8, Max = 10, SearchFrom = 1e-4, SearchTo = 1e-2, SearchLogarithmic = true)]
    public double LearningRate { get; init; } = 1e-3;

    [Parameter("How the learning rate falls.")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    [Parameter("Weight decay of AdamW.", Min = 0, Max = 1, SearchFrom = 1e-6, SearchTo = 1e-2, SearchLogarithmic = true)]
    public double WeightDecay { get; init; }

    [Parameter("Gradients of a larger 2-norm are scaled down to it; 0 for no limit.", Min = 0, Max = 1e9)]
    public double MaxGradientNorm { get; init; } = 5;

    [Parameter("Share of the rows that early stopping looks at and training does not; 0 trains all epochs on all rows.", Min = 0, Max = 0.5)]
    public double ValidationShare { get; init; } = 0.1;

    [Parameter("Epochs without a better validation loss after which training stops.", Min = 1, Max = 100_000)]
    public int Patience { get; init; } = 5;

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var shape = new AutoencoderShape(data.Features.Columns, Units, Code, Layers, Activation);
        var network = shape.NewNetwork();
        NetworkFit.Run(network, new ReconstructionObjective(data.Features, Corruption, Noise) { Weights = data.Weights }, Settings, context);
        return new AutoencoderModel(data.Columns, shape, network);
    }

    private NetworkFitSettings Settings => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Schedule = Schedule,
        WeightDecay = WeightDecay,
        MaxGradientNorm = MaxGradientNorm,
        ValidationShare = ValidationShare,
        Patience = Patience,
        Seed = Seed,
    };
}
