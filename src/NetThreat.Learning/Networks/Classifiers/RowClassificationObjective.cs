using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>The cross-entropy of the classes of rows.</summary>
internal sealed class RowClassificationObjective(Matrix rows, int[] labels) : Objective
{
    public override int Count => rows.Rows;

    public override double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode)
    {
        shard.Input.Shape(examples.Length, 1, rows.Columns);
        for (int i = 0; i < examples.Length; i++) rows[examples[i]].CopyTo(shard.Input[i]);
        shard.Pass.Forward(shard.Input, mode);
        double loss = SoftmaxCrossEntropy.Compute(shard.Pass.Output, TakeLabels(shard, labels, examples), TakeWeights(shard, examples), scale, mode.Training ? shard.OutputGradient : null);
        if (mode.Training) shard.Pass.Backward(shard.OutputGradient);
        return loss;
    }
}
