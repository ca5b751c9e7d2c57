using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>The cross-entropy of the classes of sequences.</summary>
internal sealed class SequenceClassificationObjective(Sequences sequences, int[] labels) : Objective
{
    public override int Count => sequences.Count;

    public override double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode)
    {
        SequenceBatch.Fill(shard.Input, sequences, examples, delayed: false);
        shard.Pass.Forward(shard.Input, mode);
        double loss = SoftmaxCrossEntropy.Compute(shard.Pass.Output, TakeLabels(shard, labels, examples), TakeWeights(shard, examples), scale, mode.Training ? shard.OutputGradient : null);
        if (mode.Training) shard.Pass.Backward(shard.OutputGradient);
        return loss;
    }
}

/// <summary>The squared error with which every step is predicted from those before it.</summary>
internal sealed class PredictionObjective(Sequences sequences) : Objective
{
    public override int Count => sequences.Count;

    public override double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode)
    {
        SequenceBatch.Fill(shard.Input, sequences, examples, delayed: true);
        SequenceBatch.Fill(shard.Target, sequences, examples, delayed: false);
        shard.Pass.Forward(shard.Input, mode);
        double loss = SquaredError.Compute(shard.Pass.Output, shard.Target, TakeWeights(shard, examples), scale, mode.Training ? shard.OutputGradient : null);
        if (mode.Training) shard.Pass.Backward(shard.OutputGradient);
        return loss;
    }
}
