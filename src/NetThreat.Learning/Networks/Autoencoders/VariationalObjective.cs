using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>
/// Mean squared error + beta × divergence / columns: the negative evidence lower bound per column, up to a constant, of a decoder with normal noise of
/// variance beta / 2.
/// </summary>
internal sealed class VariationalObjective(Matrix rows, double beta) : Objective
{
    public override int Count => rows.Rows;

    public override double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode)
    {
        var input = shard.Target;
        input.Shape(examples.Length, 1, rows.Columns);
        for (int i = 0; i < examples.Length; i++) rows[examples[i]].CopyTo(input[i]);
        shard.Pass.Forward(input, mode);

        var weights = TakeWeights(shard, examples);
        var sampling = AutoencoderShape.Sampling(shard.Pass);
        double share = beta / rows.Columns;
        double loss = SquaredError.Compute(shard.Pass.Output, input, weights, scale, mode.Training ? shard.OutputGradient : null);
        sampling.DivergenceGradient ??= new Batch<float>();
        loss += share * GaussianDivergence.Compute(sampling.Input!, weights, scale * share, sampling.DivergenceGradient);
        if (mode.Training) shard.Pass.Backward(shard.OutputGradient);
        return loss;
    }
}
