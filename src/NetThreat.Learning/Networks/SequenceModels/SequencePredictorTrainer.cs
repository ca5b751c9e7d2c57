using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>
/// Trains an LSTM, GRU or causal Transformer to predict every step of normal sequences from those before it; what it predicts badly is not
/// normal (Malhotra et al., "Long short term memory networks for anomaly detection in time series", 2015). Columns are to be of similar scale.
/// </summary>
public sealed record SequencePredictorTrainer : SequenceTrainer
{
    public override string Kind => SequencePredictorModel.KindOf(Encoder);

    public override bool NeedsLabels => false;

    public override ISequenceModel Fit(SequenceData data, FitContext context)
    {
        TrainerParameters.Check(this);
        SequenceCheck.Fit(data, SequenceShape.LongestOf(Encoder), needsLabels: false);
        var shape = Shape(data);
        var network = shape.NewPredictor(Dropout);
        NetworkFit.Run(network, new PredictionObjective(data.Inputs), Settings(SequenceShape.ShardSize), context);
        return new SequencePredictorModel(data.Columns, shape, NetworkWeights.Copy(network, shape.NewPredictor()));
    }
}
