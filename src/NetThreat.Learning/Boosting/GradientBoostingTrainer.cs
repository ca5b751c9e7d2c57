using System.Collections.Immutable;
using NetThreat.Learning.Boosting.Growing;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Boosting;

/// <summary>
/// Gradient-boosted trees over binned columns, for two or more classes (Friedman, "Greedy function approximation", 2001; second-order gains
/// after Chen and Guestrin, "XGBoost", 2016; histograms after Ke et al., "LightGBM", 2017). Missing values are handled: every split learns
/// where they go.
/// </summary>
public sealed record GradientBoostingTrainer : IRowTrainer
{
    public string Kind => GradientBoostingModel.KindName;

    public bool NeedsLabels => true;

    public ulong Seed { get; init; } = 1;

    [Parameter("Most rounds; a round grows one tree, with more than two classes one per class.", Min = 1, Max = 10_000, SearchFrom = 50, SearchTo = 500)]
    public int Trees { get; init; } = 100;

    [Parameter("What the value of every leaf is multiplied with.", Min = 1e-4, Max = 1, SearchFrom = 0.02, SearchTo = 0.4, SearchLogarithmic = true)]
    public double LearningRate { get; init; } = 0.3;

    [Parameter("Most splits from the root to a leaf.", Min = 1, Max = 64, SearchFrom = 3, SearchTo = 10)]
    public int MaxDepth { get; init; } = 6;

    [Parameter("Most leaves of a tree, the best splits first; 0 for as many as the depth allows.", Min = 0, Max = 4096)]
    public int MaxLeaves { get; init; }

    [Parameter("Added to the sum of hessians of a leaf (L2 regularisation).", Min = 0, Max = 1e6, SearchFrom = 0.1, SearchTo = 30, SearchLogarithmic = true)]
    public double Lambda { get; init; } = 1;

    [Parameter("A split gains more than this.", Min = 0, Max = 1e6)]
    public double Gamma { get; init; }

    [Parameter("Least sum of hessians of a leaf.", Min = 0, Max = 1e6, SearchFrom = 0.1, SearchTo = 30, SearchLogarithmic = true)]
    public double MinChildWeight { get; init; } = 1;

    [Parameter("Share of the rows that each round draws.", Min = 0.01, Max = 1, SearchFrom = 0.5, SearchTo = 1)]
    public double RowShare { get; init; } = 1;

    [Parameter("Share of the columns that each tree draws.", Min = 0.01, Max = 1, SearchFrom = 0.3, SearchTo = 1)]
    public double ColumnShare { get; init; } = 1;

    [Parameter("Most bins of a column; columns with no more distinct values are split exactly.", Min = 2, Max = 255)]
    public int MaxBins { get; init; } = 255;

    [Parameter("Share of the rows (of the groups, where rows have groups) held out to stop early; 0 grows all trees.", Min = 0, Max = 0.5)]
    public double ValidationShare { get; init; }

    [Parameter("Rounds without a lower validation loss before growing stops.", Min = 1, Max = 1000)]
    public int Patience { get; init; } = 20;

    [Parameter("Give every class the same weight in all.")]
    public bool BalanceClasses { get; init; }

    [Parameter("Probability of the second of two classes before the first tree; estimated from the labels when not set.", Min = 1e-6, Max = 1 - 1e-6)]
    public double? BaseProbability { get; init; }

    /// <summary>A factor of the weight of the rows of each class; empty for 1.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// Per column: 1 when the margin of the second class may not fall as the column rises, -1 when it may not rise, 0 without a constraint.
    /// Empty without any. For two classes.
    /// </summary>
    public ImmutableArray<int> Monotone { get; init; } = [];

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        Check(data);
        if (ValidationShare == 0) return new BoostingRun(this, data, null, context).Run();
        var (train, held) = ValidationSplit.Of(data, ValidationShare, Seed);
        return new BoostingRun(this, data.Take(train), data.Take(held), context).Run();
    }

    /// <summary>Fits with given rows to stop early by, of the same columns and classes; <see cref="ValidationShare"/> is not used.</summary>
    /// <exception cref="LearningException">The data or a parameter cannot be used.</exception>
    public GradientBoostingModel Fit(TrainingData data, TrainingData validation, FitContext context)
    {
        Check(data);
        data.Columns.Demand(validation.Columns);
        InputCheck.Values(validation.Features.Values, validation.Columns, nanAllowed: true);
        if (validation.Features.Rows == 0) throw new LearningException("the validation data has no rows");
        if (validation.Labels is not { } labels || labels.Length != validation.Features.Rows || labels.Any(l => (uint)l >= (uint)data.Classes.Length))
            throw new LearningException("the validation data has no labels of the training data's classes for every row");
        return new BoostingRun(this, data, validation, context).Run();
    }

    internal GrowthLimits Limits => new(MaxDepth, MaxLeaves, Lambda, Gamma, MinChildWeight, LearningRate, Monotone.All(m => m == 0) ? [] : Monotone);

    private void Check(TrainingData data)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: true, needsLabels: true);
        if (!Monotone.IsEmpty && Monotone.Length != data.Columns.Count) throw new LearningException($"{Monotone.Length} monotone constraints for {data.Columns.Count} columns");
        if (Monotone.Any(m => m is < -1 or > 1)) throw new LearningException("a monotone constraint is not -1, 0 or 1");
        if (Monotone.Any(m => m != 0) && data.Classes.Length > 2) throw new LearningException($"monotone constraints need two classes, the data has {data.Classes.Length}");
        if (BaseProbability is { } p && !(p >= 1e-6 && p <= 1 - 1e-6 && data.Classes.Length == 2)) throw new LearningException("base-probability is for two classes, above 0 and below 1");
        if (!ClassWeights.IsEmpty && ClassWeights.Length != data.Classes.Length) throw new LearningException($"{ClassWeights.Length} class weights for {data.Classes.Length} classes");
        if (ClassWeights.Any(w => !(w >= 0 && double.IsFinite(w)))) throw new LearningException("a class weight is negative or not finite");
    }
}
