using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>HDBSCAN*: no radius to choose. Scale the columns first: all count alike.</summary>
public sealed record HdbscanTrainer : IRowTrainer
{
    public string Kind => HdbscanModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("rows that make a group", Min = 2, Max = 1_000_000, SearchFrom = 5, SearchTo = 500, SearchLogarithmic = true)]
    public int MinClusterSize { get; init; } = 5;

    [Parameter("rows, itself included, whose distance is a row's core distance; 0 means min-cluster-size", Min = 0, Max = HdbscanModel.MaxSamples)]
    public int MinSamples { get; init; }

    [Parameter("may all rows be one cluster")]
    public bool AllowSingleCluster { get; init; }

    [Parameter("training rows used, drawn from more (time grows with their square)", Min = 2, Max = 1_000_000)]
    public int MaxRows { get; init; } = 20_000;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public HdbscanModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var tree = new KdTree(Points.Of(data.Features.Take(RowSample.Draw(data.Features.Rows, MaxRows, Seed))));
        int samples = Math.Min(Math.Min(MinSamples > 0 ? MinSamples : MinClusterSize, HdbscanModel.MaxSamples), tree.Points.Count);
        var result = Hdbscan.Run(tree, MinClusterSize, samples, AllowSingleCluster, context);
        return new(data.Columns, tree, samples, result);
    }
}
