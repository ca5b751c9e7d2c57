using System.Reflection;
using System.Security.Cryptography;
using NetThreat.Core.Time;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Reports;
using NetThreat.Learning.Search;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>
/// One training: holds rows out, fits, calibrates on one half of them and measures on the other. The same rows, plan and seed give the same
/// bytes on any number of threads.
/// </summary>
internal static class TrainingRun
{
    /// <summary>False-positive rates for which thresholds are kept, where the calibration rows are enough for them.</summary>
    private static readonly double[] Rates = [0.0001, 0.001, 0.01, 0.05];

    /// <summary>The rate of the threshold at which decisions are reported.</summary>
    private const double ThresholdInUse = 0.01;

    public static string WrittenBy { get; } =
        $"NetThreat {typeof(TrainingRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?"}";

    /// <exception cref="LearningException">The rows or the plan cannot be used.</exception>
    public static TrainedModel Rows(TrainingData data, TrainingPlan plan, TrainingOrigin origin, TrainProgress? progress, CancellationToken cancellation)
    {
        if (plan.Trainer is not IRowTrainer inner) throw new LearningException($"{plan.Algorithm.Name} learns from sequences: choose them with --sequence");
        int benign = BenignClass.Of(data.Classes);
        Demand(plan, data.Labels, data.Classes, benign);
        var split = HeldOutRows.Of(data, plan.Split, plan.Validation, plan.Seed);
        bool anomaly = !plan.Trainer.NeedsLabels;
        int[] fitted = anomaly ? Benign(data.Labels, split.Train, benign) : split.Train;
        if (fitted.Length < 2) throw new LearningException("an anomaly model learns from benign rows, and there are none to train on: label them benign (or normal), or give no labels");
        var steps = Preparation.Steps(plan.Scaling, plan.Algorithm);
        var trainers = Preparation.Trainers(steps);
        IRowTrainer trainer = trainers.Count > 0 ? new PipelineTrainer(trainers, inner) : inner;
        if (!anomaly && plan.Calibration is { } method) trainer = new CalibratedTrainer(trainer) { Method = method };
        if (plan.Search is { } search) (trainer, plan) = Search(search, trainer, data.Take(split.Train), plan, progress, cancellation);
        progress?.Stage("training");
        var training = trainer is CalibratedTrainer calibrated ? Parted(data.Take(fitted), calibrated.Folds) : data.Take(fitted);
        var model = trainer.Fit(training, new FitContext { Threads = plan.Threads, Progress = progress, Cancelled = cancellation });
        progress?.Stage("measuring");
        var facts = new Facts(model, [.. data.Columns.Columns.Select((c, i) => ManifestColumn.Of(c) with { Typical = Typical(training.Features, i) })], anomaly ? [] : [.. data.Classes], steps, fitted.Length);
        double[] Outputs(int[] rows) => ModelScoring.Outputs(model, data.Features.Take(rows), cancellation);
        return Finish(facts, plan, origin, new Held(split, data.Labels, [.. data.Classes], benign, data.Times, TableDigest.Of(data)), Outputs);
    }

    /// <inheritdoc cref="Rows"/>
    public static TrainedModel Sequences(SequenceData data, HeldOutRows split, TrainingPlan plan, TrainingOrigin origin, long[]? times, TrainProgress? progress, CancellationToken cancellation)
    {
        if (plan.Trainer is not ISequenceTrainer inner) throw new LearningException($"{plan.Algorithm.Name} learns from single rows, not from sequences");
        int benign = BenignClass.Of(data.Classes);
        Demand(plan, data.Labels, data.Classes, benign);
        bool anomaly = !plan.Trainer.NeedsLabels;
        int[] fitted = anomaly ? Benign(data.Labels, split.Train, benign) : split.Train;
        progress?.Stage("training");
        var steps = plan.Scaling == Preparation.Auto ? Preparation.None : plan.Scaling;
        var trainers = Preparation.Trainers(steps);
        ISequenceTrainer trainer = trainers.Count > 0 ? new SequencePipelineTrainer(trainers, inner) : inner;
        var model = trainer.Fit(SequenceRows.Take(data, fitted), new FitContext { Threads = plan.Threads, Progress = progress, Cancelled = cancellation });
        progress?.Stage("measuring");
        var facts = new Facts(model, [.. data.Columns.Columns.Select(ManifestColumn.Of)], anomaly ? [] : [.. data.Classes], steps, fitted.Length);
        double[] Outputs(int[] rows) => ModelScoring.Outputs(model, SequenceRows.Take(data, rows).Inputs, cancellation);
        return Finish(facts, plan, origin, new Held(split, data.Labels, data.Classes, benign, times, TableDigest.Of(data)), Outputs);
    }

    /// <summary>The rows without their groups where keeping those together would leave a fold without a class: one attacker is one group.</summary>
    private static TrainingData Parted(TrainingData rows, int folds)
    {
        if (rows.Groups is not { } groups || rows.Labels is not { } labels) return rows;
        bool enough = Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]).All(c => c.Select(i => groups[i]).Distinct().Count() > folds);
        return enough ? rows : new TrainingData(rows.Features, rows.Columns) { Labels = labels, Classes = rows.Classes, Weights = rows.Weights, Times = rows.Times };
    }

    /// <summary>Looks for hyper-parameters on the training rows alone.</summary>
    private static (IRowTrainer Trainer, TrainingPlan Plan) Search(HyperparameterSearch search, IRowTrainer trainer, TrainingData rows, TrainingPlan plan, TrainProgress? progress, CancellationToken cancellation)
    {
        progress?.Stage("searching");
        var result = search.Run(trainer, rows, new FitContext { Threads = plan.Threads, Progress = progress, Cancelled = cancellation }, plan.Journal);
        return (result.Trainer, plan with { Trainer = Innermost(result.Trainer) });
    }

    private static ITrainer Innermost(ITrainer trainer) => trainer is IWrappingTrainer wrapping ? Innermost(wrapping.Inner) : trainer;

    private static TrainedModel Finish(Facts facts, TrainingPlan plan, TrainingOrigin origin, Held held, Func<int[], double[]> outputs)
    {
        var (bytes, weights) = TrainedModel.Weights(facts.Model);
        var manifest = Manifest(facts, plan, origin, held, weights);
        var uncalibrated = new ServedModel(manifest, facts.Model);
        var calibration = Pick(held, held.Split.Calibration);
        var benign = ModelScoring.Read(uncalibrated, outputs(held.Split.Calibration), calibration, held.Classes).BenignRaw;
        if (benign.Length > 0) manifest = manifest with { Calibration = Calibration(facts, benign), Thresholds = [.. Thresholds(benign)] };
        else if (facts.Classes.Count > 0) manifest = manifest with { Calibration = ManifestCalibration.Inside(held.Split.Calibration.Length) };
        var served = new ServedModel(manifest, facts.Model);
        var scores = ModelScoring.Read(served, outputs(held.Split.Test), Pick(held, held.Split.Test), held.Classes);
        var report = scores.Evaluate(served.Threshold(ThresholdInUse));
        manifest = manifest with { Metrics = ModelMetrics.Of(scores, report) };
        if (plan.Onnx) (manifest, bytes) = AsOnnx(manifest, facts.Model);
        return TrainedModel.Of(manifest, bytes, scores, report, ModelLimits.Of(manifest).Concat(plan.Limits));
    }

    /// <summary>The same model as a file that other programs run: its scores are these within 1e-5.</summary>
    private static (ModelManifest Manifest, byte[] Weights) AsOnnx(ModelManifest manifest, IModel model)
    {
        var export = OnnxExport.Of(model);
        var weights = new ManifestWeights("model.onnx", Convert.ToHexStringLower(SHA256.HashData(export.File)), export.File.Length);
        return (manifest with { Kind = OnnxModel.KindName, Onnx = export.Onnx, Weights = weights }, export.File);
    }

    private static ModelManifest Manifest(Facts facts, TrainingPlan plan, TrainingOrigin origin, Held held, ManifestWeights weights) => new()
    {
        Name = plan.Name,
        Version = plan.Version,
        Kind = facts.Model.Kind,
        Task = plan.Sequence is not null ? LearningTask.Sequence : facts.Classes.Count > 0 ? LearningTask.Classification : plan.Algorithm.Task,
        Summary = plan.Summary,
        WrittenBy = WrittenBy,
        Features = new(origin.Schema, facts.Columns),
        Weights = weights,
        Classes = facts.Classes,
        Trainer = new(plan.Algorithm.Name, plan.Seed, new SortedDictionary<string, string>(TrainerParameters.Values(plan.Trainer).ToDictionary(), StringComparer.Ordinal), facts.Steps == Preparation.None ? null : facts.Steps),
        Data = new(origin.Sources, facts.Fitted, held.Split.Calibration.Length + held.Split.Test.Length, held.Digest, Labels(held), SplitNames.Of(plan.Split), Time(held.Times, times => times.Min()), Time(held.Times, times => times.Max())),
        Sequence = plan.Sequence,
    };

    private static ManifestCalibration Calibration(Facts facts, double[] benign)
    {
        var table = ManifestCalibration.Conformal(benign);
        return facts.Classes.Count > 0 ? table with { Method = CalibrationMethod.Inside } : table;
    }

    private static IEnumerable<ManifestThreshold> Thresholds(double[] benign) =>
        Rates.Where(r => benign.Length * r >= 1).Select(r => new ManifestThreshold(r, ThresholdChoice.ForRate(benign, r).Threshold));

    private static void Demand(TrainingPlan plan, int[]? labels, IReadOnlyList<string> classes, int benign)
    {
        if (!plan.Trainer.NeedsLabels) return;
        int there = labels?.Distinct().Count() ?? 0;
        if (there < 2) throw new LearningException($"{plan.Algorithm.Name} tells classes apart, and the rows have {(there == 0 ? "no labels" : $"only the class '{classes[labels![0]]}'")}: give benign and other rows");
    }

    private static int[] Benign(int[]? labels, int[] rows, int benign) => labels is null ? rows : [.. rows.Where(r => labels[r] == benign)];

    private static int[]? Pick(Held held, int[] rows) => held.Labels is { } labels ? [.. rows.Select(r => labels[r])] : null;

    private static SortedDictionary<string, long> Labels(Held held)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (int label in held.Labels ?? []) counts[held.Classes[label]] = counts.GetValueOrDefault(held.Classes[label]) + 1;
        return counts;
    }

    private static DateTimeOffset? Time(long[]? times, Func<long[], long> which) => times is { Length: > 0 } ? new Timestamp(which(times)).ToDateTimeOffset() : null;

    /// <summary>The median of a column's values that are there; null without one.</summary>
    private static double? Typical(Matrix rows, int column)
    {
        var values = new List<float>(rows.Rows);
        for (int i = 0; i < rows.Rows; i++)
            if (!float.IsNaN(rows[i, column])) values.Add(rows[i, column]);
        if (values.Count == 0) return null;
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>What came of the fit.</summary>
    private sealed record Facts(IModel Model, IReadOnlyList<ManifestColumn> Columns, IReadOnlyList<string> Classes, string Steps, int Fitted);

    /// <summary>The rows and what they are.</summary>
    private sealed record Held(HeldOutRows Split, int[]? Labels, IReadOnlyList<string> Classes, int Benign, long[]? Times, string Digest);
}
