using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>k-means: Lloyd's algorithm from k-means++ starts. Scale the columns first: all count alike.</summary>
public sealed record KMeansTrainer : IRowTrainer
{
    public string Kind => KMeansModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("groups", Min = 1, Max = 100_000, SearchFrom = 2, SearchTo = 64, SearchLogarithmic = true)]
    public int Clusters { get; init; } = 8;

    [Parameter("runs from other starts, of which the best is kept", Min = 1, Max = 1000)]
    public int Restarts { get; init; } = 10;

    [Parameter("iterations of a run at most", Min = 1, Max = 100_000)]
    public int MaxIterations { get; init; } = 300;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public KMeansModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var result = KMeans.Run(data, Clusters, Restarts, MaxIterations, Seed, context);
        return new(data.Columns, result.Centers, result.Labels);
    }
}
