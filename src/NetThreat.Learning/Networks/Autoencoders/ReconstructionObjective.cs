using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Training;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>The squared error with which rows come out of an autoencoder; in training they go in damaged.</summary>
internal sealed class ReconstructionObjective(Matrix rows, double corruption, double noise) : Objective
{
    public override int Count => rows.Rows;

    public override double Run(Shard shard, ReadOnlySpan<int> examples, double scale, PassMode mode)
    {
        shard.Target.Shape(examples.Length, 1, rows.Columns);
        for (int i = 0; i < examples.Length; i++) rows[examples[i]].CopyTo(shard.Target[i]);
        var input = shard.Target;
        if (mode.Training && (corruption > 0 || noise > 0))
        {
            input = shard.Input;
            input.Shape(shard.Target, rows.Columns);
            shard.Target.Values.CopyTo(input.Values);
            Damage(input.Values, new Xoshiro256(mode.Noise));
        }
        shard.Pass.Forward(input, mode);
        double loss = SquaredError.Compute(shard.Pass.Output, shard.Target, TakeWeights(shard, examples), scale, mode.Training ? shard.OutputGradient : null);
        if (mode.Training) shard.Pass.Backward(shard.OutputGradient);
        return loss;
    }

    private void Damage(Span<float> values, Xoshiro256 random)
    {
        if (noise > 0) Noise.Add(values, noise, random);
        if (corruption <= 0) return;
        foreach (ref float value in values)
        {
            if (random.Chance(corruption)) value = 0;
        }
    }
}
