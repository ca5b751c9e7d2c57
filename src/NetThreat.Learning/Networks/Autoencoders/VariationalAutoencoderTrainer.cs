using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>
/// Trains a variational autoencoder (Kingma and Welling, "Auto-encoding variational Bayes", 2014; with a weight on the divergence, Higgins et al.,
/// "beta-VAE", 2017): the code of a row is a normal distribution that is kept near the standard one. Columns are to be of similar scale.
/// </summary>
public sealed record VariationalAutoencoderTrainer : NetworkTrainer, IRowTrainer
{
    public override string Kind => VariationalAutoencoderModel.KindName;

    public override bool NeedsLabels => false;

    [Parameter("Width of the first hidden layer.", Min = 1, Max = AutoencoderShape.MaxUnits, SearchFrom = 16, SearchTo = 256, SearchLogarithmic = true)]
    public int Units { get; init; } = 64;

    [Parameter("Width of the code.", Min = 1, Max = AutoencoderShape.MaxUnits, SearchFrom = 2, SearchTo = 64, SearchLogarithmic = true)]
    public int Code { get; init; } = 16;

    [Parameter("Layers of the encoder, the code included.", Min = 1, Max = AutoencoderShape.MaxLayers, SearchFrom = 1, SearchTo = 3)]
    public int Layers { get; init; } = 2;

    [Parameter("Function between the layers.")]
    public Activation Activation { get; init; } = Activation.Relu;

    [Parameter("Weight of the divergence beside the squared error.", Min = 0, Max = 1000, SearchFrom = 1e-3, SearchTo = 1, SearchLogarithmic = true)]
    public double Beta { get; init; } = 0.05;

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var shape = new AutoencoderShape(data.Features.Columns, Units, Code, Layers, Activation);
        var network = shape.NewVariationalNetwork();
        NetworkFit.Run(network, new VariationalObjective(data.Features, Beta) { Weights = data.Weights, Groups = data.Groups }, Settings(DenseNetworks.ShardSize), context);
        return new VariationalAutoencoderModel(data.Columns, shape, Beta, network);
    }
}
