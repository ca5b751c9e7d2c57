using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// Grows isolation trees like scikit-learn: rows drawn without replacement, at each node a column drawn among those that vary there, a
/// threshold drawn evenly between the column's extremes in the node, to the height ⌈log2(rows per tree)⌉. Labels and weights are not read.
/// </summary>
public sealed record IsolationForestTrainer : IRowTrainer
{
    public string Kind => IsolationForestModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; } = 1;

    [Parameter("Trees of the forest.", Min = 1, Max = 10_000, SearchFrom = 50, SearchTo = 400)]
    public int Trees { get; init; } = 100;

    [Parameter("Training rows that each tree is grown from; all rows where there are fewer.", Min = 2, Max = 1 << 20, SearchFrom = 64, SearchTo = 2048, SearchLogarithmic = true)]
    public int SampleSize { get; init; } = 256;

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        int rows = Math.Min(SampleSize, data.Features.Rows);
        var trees = TreeGrowth.Grow(Trees, Seed, context, (_, random) => new IsolationTreeGrower(data.Features, RowSample.Without(data.Features.Rows, rows, random), random).Grow());
        return new IsolationForestModel(data.Columns, new TreeEnsemble(data.Columns.Count, 1, 1, trees), rows);
    }
}
