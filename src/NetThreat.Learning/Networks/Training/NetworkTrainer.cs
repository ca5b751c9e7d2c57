using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Training;

/// <summary>The hyper-parameters of training that all networks share.</summary>
public abstract record NetworkTrainer : ITrainer
{
    public abstract string Kind { get; }

    public abstract bool NeedsLabels { get; }

    public ulong Seed { get; init; } = 1;

    [Parameter("Largest number of passes over the data.", Min = 1, Max = 100_000)]
    public int Epochs { get; init; } = 30;

    [Parameter("Rows or sequences in a step.", Min = 1, Max = 1 << 16, SearchFrom = 64, SearchTo = 1024, SearchLogarithmic = true)]
    public int BatchSize { get; init; } = 256;

    [Parameter("Step size of Adam.", Min = 1e-8, Max = 10, SearchFrom = 1e-4, SearchTo = 1e-2, SearchLogarithmic = true)]
    public double LearningRate { get; init; } = 1e-3;

    [Parameter("How the learning rate goes over the training.")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    [Parameter("Weight decay of AdamW.", Min = 0, Max = 1, SearchFrom = 1e-6, SearchTo = 1e-2, SearchLogarithmic = true)]
    public double WeightDecay { get; init; }

    [Parameter("Gradients of a larger 2-norm are scaled down to it; 0 for no limit.", Min = 0, Max = 1e9)]
    public double MaxGradientNorm { get; init; } = 5;

    [Parameter("Share of the data that early stopping looks at and training does not; 0 trains all epochs on all of it.", Min = 0, Max = 0.5)]
    public double ValidationShare { get; init; } = 0.1;

    [Parameter("Epochs without a better validation loss after which training stops.", Min = 1, Max = 100_000)]
    public int Patience { get; init; } = 5;

    private protected NetworkFitSettings Settings(int shardSize) => new()
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
        ShardSize = shardSize,
    };
}
