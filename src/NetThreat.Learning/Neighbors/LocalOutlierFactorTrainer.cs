using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Neighbors;

/// <summary>
/// Local outlier factor (Breunig, Kriegel, Ng and Sander, "LOF: identifying density-based local outliers", 2000), fitted on normal rows to
/// score new ones, as scikit-learn's novelty mode. Scale the columns first: all count alike.
/// </summary>
public sealed record LocalOutlierFactorTrainer : IRowTrainer
{
    public string Kind => LocalOutlierFactorModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("nearest training rows that make a neighbourhood", Min = 1, Max = LocalOutlierFactorModel.MaxNeighbors, SearchFrom = 5, SearchTo = 100, SearchLogarithmic = true)]
    public int Neighbors { get; init; } = 20;

    [Parameter("training rows kept, drawn from more", Min = 2, Max = 10_000_000)]
    public int MaxRows { get; init; } = 20_000;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public LocalOutlierFactorModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var points = Points.Of(data.Features.Take(RowSample.Draw(data.Features.Rows, MaxRows, Seed)));
        var tree = new KdTree(points);
        int neighbors = Math.Min(Neighbors, points.Count - 1);
        var table = NeighborTable.Of(tree, neighbors, context);
        var reach = new double[points.Count];
        for (int i = 0; i < reach.Length; i++) reach[i] = table.DistancesOf(i)[^1];
        var density = new double[points.Count];
        for (int i = 0; i < density.Length; i++) density[i] = LocalOutlierFactorModel.Density(table.RowsOf(i), table.DistancesOf(i), reach);
        return new(data.Columns, tree, neighbors, reach, density);
    }
}
