using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>DBSCAN. Scale the columns first: the radius is the same along all.</summary>
public sealed record DbscanTrainer : IRowTrainer
{
    public string Kind => DbscanModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("Euclidean distance within which rows are neighbours", Min = 1e-12, Max = 1e12, SearchFrom = 0.05, SearchTo = 5, SearchLogarithmic = true)]
    public double Radius { get; init; } = 0.5;

    [Parameter("rows within the radius, itself included, that make a row a core", Min = 1, Max = 1_000_000, SearchFrom = 3, SearchTo = 50, SearchLogarithmic = true)]
    public int MinSamples { get; init; } = 5;

    [Parameter("training rows used, drawn from more", Min = 2, Max = 10_000_000)]
    public int MaxRows { get; init; } = 200_000;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public DbscanModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var points = Points.Of(data.Features.Take(RowSample.Draw(data.Features.Rows, MaxRows, Seed)));
        var labels = Dbscan.Run(new KdTree(points), Radius, MinSamples, context.Cancelled, out var core);
        var rows = Enumerable.Range(0, points.Count).Where(i => core[i]).ToArray();
        return new(data.Columns, points.Take(rows), [.. rows.Select(r => labels[r])], Radius, labels);
    }
}
