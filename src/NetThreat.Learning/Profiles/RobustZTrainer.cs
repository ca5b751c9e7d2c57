using NetThreat.Learning.Boosting;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Profiles;

/// <summary>How the deviations of the columns become one score.</summary>
public enum ZCombination
{
    /// <summary>Mean of |z| over the columns that are there.</summary>
    Mean,

    /// <summary>The largest |z|.</summary>
    Max,
}

/// <summary>Robust z-scores: deviation from the median in units of the scaled median absolute deviation. Missing values count nothing.</summary>
public sealed record RobustZTrainer : IRowTrainer
{
    public string Kind => RobustZModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("mean or max of |z| over the columns")]
    public ZCombination Combination { get; init; }

    [Parameter("largest |z| of a column, so that one does not drown the others in a mean", Min = 1, Max = 1e30, SearchFrom = 5, SearchTo = 1000, SearchLogarithmic = true)]
    public double Limit { get; init; } = 100;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public RobustZModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: true, needsLabels: false);
        var scales = new RobustScale[data.Columns.Count];
        FixedShares.Each(scales.Length, context.Threads, c =>
        {
            var values = new float[data.Features.Rows];
            for (int i = 0; i < values.Length; i++) values[i] = data.Features[i, c];
            scales[c] = RobustScale.Of(values);
        });
        return new(data.Columns, scales, Combination, Limit);
    }
}
