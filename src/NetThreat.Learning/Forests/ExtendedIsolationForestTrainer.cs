using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// Grows trees that split by hyperplanes through a random point of the node's box. Columns count by their spread: bring them to one scale
/// first. Labels and weights are not read.
/// </summary>
public sealed record ExtendedIsolationForestTrainer : IRowTrainer
{
    public string Kind => ExtendedIsolationForestModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; } = 1;

    [Parameter("Trees of the forest.", Min = 1, Max = 10_000, SearchFrom = 50, SearchTo = 400)]
    public int Trees { get; init; } = 100;

    [Parameter("Training rows that each tree is grown from; all rows where there are fewer.", Min = 2, Max = 1 << 16, SearchFrom = 64, SearchTo = 2048, SearchLogarithmic = true)]
    public int SampleSize { get; init; } = 256;

    [Parameter("Columns that a hyperplane leans on besides the first; 0 is the plain isolation forest, what is more than there are means all.", Min = 0, Max = 65_536)]
    public int ExtensionLevel { get; init; } = 65_536;

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        int rows = Math.Min(SampleSize, data.Features.Rows);
        var grown = TreeGrowth.Grow(Trees, Seed, context, (_, random) => new HyperplaneTreeGrower(data.Features, RowSample.Without(data.Features.Rows, rows, random), ExtensionLevel, random).Grow());
        var trees = new TreeEnsemble(data.Columns.Count, 1, 1, [.. grown.Select(g => g.Tree)]);
        return new ExtendedIsolationForestModel(data.Columns, trees, [.. grown.SelectMany(g => g.Normals)], rows);
    }
}
