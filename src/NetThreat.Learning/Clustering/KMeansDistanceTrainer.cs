using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>k-means as an anomaly model: the distance to the nearest centre of the normal rows.</summary>
public sealed record KMeansDistanceTrainer : IRowTrainer
{
    public string Kind => KMeansDistanceModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("groups of normal rows", Min = 1, Max = 100_000, SearchFrom = 2, SearchTo = 256, SearchLogarithmic = true)]
    public int Clusters { get; init; } = 16;

    [Parameter("runs from other starts, of which the best is kept", Min = 1, Max = 1000)]
    public int Restarts { get; init; } = 3;

    [Parameter("iterations of a run at most", Min = 1, Max = 100_000)]
    public int MaxIterations { get; init; } = 100;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public KMeansDistanceModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        return new(data.Columns, KMeans.Run(data, Clusters, Restarts, MaxIterations, Seed, context).Centers);
    }
}
