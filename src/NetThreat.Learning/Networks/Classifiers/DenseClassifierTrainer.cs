using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>Trains a network of dense layers to tell classes apart, by softmax cross-entropy. Columns are to be of similar scale: put a scaler before it.</summary>
public sealed record DenseClassifierTrainer : NetworkTrainer, IRowTrainer
{
    public override string Kind => DenseClassifierModel.KindName;

    public override bool NeedsLabels => true;

    [Parameter("Width of each hidden layer.", Min = 1, Max = DenseClassifierShape.MaxUnits, SearchFrom = 16, SearchTo = 256, SearchLogarithmic = true)]
    public int Units { get; init; } = 64;

    [Parameter("Hidden layers.", Min = 0, Max = DenseClassifierShape.MaxLayers, SearchFrom = 1, SearchTo = 3)]
    public int Layers { get; init; } = 2;

    [Parameter("Function between the layers.")]
    public Activation Activation { get; init; } = Activation.Relu;

    [Parameter("Share of the hidden values that training sets to 0.", Min = 0, Max = 0.9, SearchFrom = 0, SearchTo = 0.5)]
    public double Dropout { get; init; }

    [Parameter("Weigh rows so that all classes count the same.")]
    public bool BalanceClasses { get; init; }

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: true);
        var shape = new DenseClassifierShape(data.Features.Columns, data.Classes.Length, Units, Layers, Activation);
        var network = shape.NewNetwork(Dropout);
        var weights = BalanceClasses ? ClassBalance.Weights(data.Labels!, data.Classes.Length, data.Weights) : data.Weights;
        NetworkFit.Run(network, new RowClassificationObjective(data.Features, data.Labels!) { Weights = weights, Groups = data.Groups }, Settings(DenseNetworks.ShardSize), context);
        return new DenseClassifierModel(data.Columns, data.Classes, shape, ColumnMeans.Of(new Rows(data.Features.Values, data.Features.Columns)), NetworkWeights.Copy(network, shape.NewNetwork()));
    }
}
