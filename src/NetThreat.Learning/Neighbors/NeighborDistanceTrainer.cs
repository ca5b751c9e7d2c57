using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Neighbors;

/// <summary>The distance to the nearest normal rows (Ramaswamy, Rastogi and Shim 2000; the mean: Angiulli and Pizzuti 2002). Scale the columns first.</summary>
public sealed record NeighborDistanceTrainer : IRowTrainer
{
    public string Kind => NeighborDistanceModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("nearest training rows that count", Min = 1, Max = LocalOutlierFactorModel.MaxNeighbors, SearchFrom = 1, SearchTo = 50, SearchLogarithmic = true)]
    public int Neighbors { get; init; } = 5;

    [Parameter("the mean distance to the neighbours instead of the distance to the farthest of them")]
    public bool Mean { get; init; } = true;

    [Parameter("training rows kept, drawn from more", Min = 2, Max = 10_000_000)]
    public int MaxRows { get; init; } = 20_000;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public NeighborDistanceModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var points = Points.Of(data.Features.Take(RowSample.Draw(data.Features.Rows, MaxRows, Seed)));
        return new(data.Columns, new KdTree(points), Math.Min(Neighbors, points.Count), Mean);
    }
}
