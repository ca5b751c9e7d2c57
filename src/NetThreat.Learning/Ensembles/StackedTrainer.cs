using NetThreat.Learning.Boosting;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Models;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Ensembles;

/// <summary>
/// Stacked generalisation (Wolpert 1992): a logistic regression learns to combine classifiers from their predictions for rows that they
/// were not fitted on (rows of a group stay together where groups are known); then the classifiers are fitted on all rows.
/// </summary>
public sealed record StackedTrainer : IRowTrainer
{
    public string Kind => StackedModel.KindName;

    public bool NeedsLabels => true;

    public ulong Seed { get; init; }

    /// <summary>What makes the parts: trainers of classifiers.</summary>
    public IReadOnlyList<IRowTrainer> Bases { get; init; } = [new LogisticRegressionTrainer(), new RandomForestTrainer(), new GradientBoostingTrainer()];

    [Parameter("folds for the predictions that the combination learns from", Min = 2, Max = 100)]
    public int Folds { get; init; } = 5;

    [Parameter("C of the logistic regression that combines", Min = 1e-9, Max = 1e9, SearchFrom = 1e-3, SearchTo = 1e3, SearchLogarithmic = true)]
    public double C { get; init; } = 1;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public StackedModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: true, needsLabels: true);
        if (Bases.Count is 0 or > AnomalyEnsembleModel.MaxModels) throw new LearningException($"{Bases.Count} parts of an ensemble: 1 to {AnomalyEnsembleModel.MaxModels} can be combined");
        var splits = new KFold { Folds = Math.Min(Folds, data.Features.Rows), Seed = Seed }.Of(data);
        int width = MetaRow.Width(data.Classes.Length);
        var meta = new Matrix(data.Features.Rows, Bases.Count * width);
        for (int f = 0; f < splits.Count; f++)
        {
            Tell(context, f, Folds + 1, $"fold {f + 1} of {splits.Count}");
            var rest = data.Take(splits[f].Train);
            for (int b = 0; b < Bases.Count; b++) Predict(Fit(b, rest, data, context), data.Features, splits[f].Test, meta, b * width, width);
        }
        Tell(context, Folds, Folds + 1, "the parts on all rows");
        var parts = Enumerable.Range(0, Bases.Count).Select(b => Fit(b, data, data, context)).ToArray();
        var columns = MetaRow.Columns(Bases.Count, data.Classes);
        var combination = new LogisticRegressionTrainer { C = C }.Fit(new(meta, columns) { Labels = data.Labels, Classes = data.Classes, Weights = data.Weights }, context with { Progress = null });
        return new(data.Columns, parts, combination);
    }

    private IClassifier Fit(int part, TrainingData some, TrainingData all, FitContext context) =>
        EnsembleParts.Fit(Bases[part], Seed, part, some, all, context) as IClassifier ?? throw new LearningException($"part {part + 1} of the ensemble ({Bases[part].Kind}) is no classifier");

    private static void Predict(IClassifier model, Matrix rows, int[] held, Matrix meta, int column, int width)
    {
        var probabilities = new double[held.Length * model.Outputs];
        model.Score(rows.Take(held).All, probabilities);
        for (int i = 0; i < held.Length; i++) MetaRow.Fill(probabilities.AsSpan(i * model.Outputs, model.Outputs), meta[held[i]].Slice(column, width));
    }

    private static void Tell(FitContext context, int done, int of, string state)
    {
        context.Cancelled.ThrowIfCancellationRequested();
        context.Progress?.Report(new((double)done / of, state));
    }
}
