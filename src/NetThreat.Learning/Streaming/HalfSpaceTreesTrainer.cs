using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Streaming;

/// <summary>
/// Sends a table's rows through a <see cref="HalfSpaceStream"/> in their order and keeps what it knows at the end of the last full window.
/// Labels and weights are not read.
/// </summary>
public sealed record HalfSpaceTreesTrainer : IRowTrainer
{
    public string Kind => HalfSpaceTreesModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; } = 1;

    [Parameter("Trees.", Min = 1, Max = HalfSpaceOptions.MaxTrees, SearchFrom = 10, SearchTo = 100)]
    public int Trees { get; init; } = 25;

    [Parameter("Halvings from the root to a leaf.", Min = 1, Max = HalfSpaceOptions.MaxDepth, SearchFrom = 5, SearchTo = 15)]
    public int Depth { get; init; } = 10;

    [Parameter("Rows after which what was counted becomes what scores; all rows where there are fewer.", Min = 2, Max = HalfSpaceOptions.MaxWindow, SearchFrom = 128, SearchTo = 8192, SearchLogarithmic = true)]
    public int Window { get; init; } = 4096;

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        int rows = data.Features.Rows;
        var stream = new HalfSpaceStream(data.Columns, new HalfSpaceOptions(Trees, Depth, Math.Min(Window, rows), Seed));
        for (int r = 0; r < rows; r++)
        {
            if (r % 4096 == 0)
            {
                context.Cancelled.ThrowIfCancellationRequested();
                context.Progress?.Report(new FitProgress((double)r / rows, $"row {r} of {rows}"));
            }
            stream.Learn(data.Features[r]);
        }
        return stream.Freeze();
    }
}
