using NetThreat.Learning.Models;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Calibration;

/// <summary>
/// Fits a classifier on all rows, and calibrators on what models that did not see a row say of it (by cross-validation): no row is lost, and
/// none is calibrated on a model that learned it by heart. Groups stay together where they are known.
/// </summary>
/// <param name="Inner">A trainer of classifiers, whose hyper-parameters a search draws.</param>
public sealed record CalibratedTrainer(IRowTrainer Inner) : IRowTrainer, IWrappingTrainer
{
    public CalibrationKind Method { get; init; } = CalibrationKind.Isotonic;

    /// <summary>Models that are fitted beside the one that is kept, each on all folds but one.</summary>
    public int Folds { get; init; } = 3;

    public string Kind => CalibratedClassifier.Name;

    public bool NeedsLabels => true;

    public ulong Seed => Inner.Seed;

    ITrainer IWrappingTrainer.Inner => Inner;

    public ITrainer Around(ITrainer inner) => this with { Inner = (IRowTrainer)inner };

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        InputCheck.Fit(data, handlesMissing: true, needsLabels: true);
        var model = Classifier(data, Part(context, 0));
        var splits = new KFold { Folds = Folds, Seed = Seed }.Of(data);
        var outputs = new double[data.Features.Rows * model.Outputs];
        for (int f = 0; f < splits.Count; f++) Score(data, splits[f], model, outputs, Part(context, f + 1));
        return CalibratedClassifier.Of(model, ClassCalibration.Fit(outputs, ClassCalibration.Places(data.Labels, data.Classes, model.Classes), model.Outputs, Method));
    }

    private void Score(TrainingData data, Split split, IClassifier whole, double[] outputs, FitContext context)
    {
        var fold = Classifier(data.Take(split.Train), context);
        if (!fold.Classes.SequenceEqual(whole.Classes)) throw new LearningException($"a fold of the rows lacks a class: use fewer than {Folds} folds, or more rows of rare classes");
        var test = data.Features.Take(split.Test);
        var scores = new double[split.Test.Length * whole.Outputs];
        fold.Score(test.All, scores);
        for (int i = 0; i < split.Test.Length; i++) scores.AsSpan(i * whole.Outputs, whole.Outputs).CopyTo(outputs.AsSpan(split.Test[i] * whole.Outputs));
    }

    private IClassifier Classifier(TrainingData data, FitContext context) =>
        Inner.Fit(data, context) as IClassifier ?? throw new LearningException($"'{Inner.Kind}' makes no classifier: probabilities of classes can be calibrated, anomaly scores get p-values");

    private FitContext Part(FitContext context, int part) => context.Progress is { } progress
        ? context with { Progress = new PartProgress(progress, part, Folds + 1) }
        : context;
}
