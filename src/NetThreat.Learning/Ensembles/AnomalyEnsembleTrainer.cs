using NetThreat.Learning.Forests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Ensembles;

/// <summary>How the surprises of the parts become one score.</summary>
public enum SurpriseCombination
{
    /// <summary>Their mean: Fisher's method up to a factor.</summary>
    Mean,

    /// <summary>The largest: one part is enough.</summary>
    Max,
}

/// <summary>Several anomaly models without labels: each is calibrated on normal rows that it has not seen, and their surprises are combined.</summary>
public sealed record AnomalyEnsembleTrainer : IRowTrainer
{
    public string Kind => AnomalyEnsembleModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    /// <summary>What makes the parts; each gets a seed of its own from <see cref="Seed"/>.</summary>
    public IReadOnlyList<IRowTrainer> Bases { get; init; } = [new IsolationForestTrainer(), new RobustZTrainer(), new LocalOutlierFactorTrainer()];

    [Parameter("mean or max of the parts' surprises")]
    public SurpriseCombination Combination { get; init; }

    [Parameter("share of the rows kept from the parts to calibrate them", Min = 0.01, Max = 0.9)]
    public double Holdout { get; init; } = 0.2;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public AnomalyEnsembleModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: true, needsLabels: false);
        if (Bases.Count is 0 or > AnomalyEnsembleModel.MaxModels) throw new LearningException($"{Bases.Count} parts of an ensemble: 1 to {AnomalyEnsembleModel.MaxModels} can be combined");
        var (fit, calibrate) = Split(data);
        var parts = new (IAnomalyModel Model, SurpriseScale Scale)[Bases.Count];
        for (int b = 0; b < parts.Length; b++)
        {
            context.Progress?.Report(new((double)b / parts.Length, $"{Bases[b].Kind}, part {b + 1} of {parts.Length}"));
            if (EnsembleParts.Fit(Bases[b], Seed, b, fit, data, context) is not IAnomalyModel model) throw new LearningException($"part {b + 1} of the ensemble ({Bases[b].Kind}) is no anomaly model");
            var scores = new double[calibrate.Rows];
            model.Score(calibrate.All, scores);
            parts[b] = (model, SurpriseScale.Of(scores));
        }
        return new(data.Columns, parts, Combination);
    }

    /// <summary>Too few rows to keep any back calibrate on what they were fitted on.</summary>
    private (TrainingData Fit, Matrix Calibrate) Split(TrainingData data)
    {
        int rows = data.Features.Rows, kept = (int)(rows * Holdout);
        if (kept < 1 || rows - kept < 2) return (data, data.Features);
        var split = new HoldOut { Kind = data.Groups is null ? SplitKind.Shuffled : SplitKind.Auto, TestShare = Holdout, Seed = Seed }.Of(data);
        return (data.Take(split.Train), data.Features.Take(split.Test));
    }
}
