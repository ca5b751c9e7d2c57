using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>
/// Trains an LSTM, GRU or Transformer to tell classes of sequences apart, by the state after the last step (a Transformer: the mean over the
/// steps). Columns are to be of similar scale: put a scaler before it.
/// </summary>
public sealed record SequenceClassifierTrainer : SequenceTrainer
{
    public override string Kind => SequenceClassifierModel.KindOf(Encoder);

    public override bool NeedsLabels => true;

    [Parameter("Weigh sequences so that all classes count the same.")]
    public bool BalanceClasses { get; init; }

    public override ISequenceModel Fit(SequenceData data, FitContext context)
    {
        TrainerParameters.Check(this);
        SequenceCheck.Fit(data, SequenceShape.LongestOf(Encoder), needsLabels: true);
        var shape = Shape(data);
        var network = shape.NewClassifier(data.Classes.Count, Dropout);
        var weights = BalanceClasses ? ClassBalance.Weights(data.Labels!, data.Classes.Count, null) : null;
        NetworkFit.Run(network, new SequenceClassificationObjective(data.Inputs, data.Labels!) { Weights = weights }, Settings(SequenceShape.ShardSize), context);
        var trained = NetworkWeights.Copy(network, shape.NewClassifier(data.Classes.Count));
        return new SequenceClassifierModel(data.Columns, [.. data.Classes], shape, ColumnMeans.Of(data.Inputs), trained);
    }
}
