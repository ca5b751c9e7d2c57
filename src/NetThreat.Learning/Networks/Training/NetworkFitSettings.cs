using NetThreat.Learning.Networks.Optimisers;

namespace NetThreat.Learning.Networks.Training;

/// <summary>How a network is trained, whatever it learns.</summary>
internal sealed record NetworkFitSettings
{
    public required int Epochs { get; init; }

    /// <summary>Examples in a step.</summary>
    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Of AdamW; 0 for none.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Gradients of a larger 2-norm are scaled down to it; 0 for no limit.</summary>
    public required double MaxGradientNorm { get; init; }

    /// <summary>Share of the examples that early stopping looks at and training does not.</summary>
    public required double ValidationShare { get; init; }

    /// <summary>Epochs without a better validation loss after which training stops.</summary>
    public required int Patience { get; init; }

    /// <summary>
    /// Examples that pass through the network together. A constant of the model's kind, because the order in which gradients are summed, and so the
    /// last bit of the weights, follows from it.
    /// </summary>
    public required int ShardSize { get; init; }

    public required ulong Seed { get; init; }
}
