using NetThreat.Flows.Features;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Shipped;

/// <summary>Makes shipped models: the same bytes every time on one runtime.</summary>
internal static class ShippedBuild
{
    public const ulong Seed = 20260105;

    /// <exception cref="LearningException">A recipe does not fit the program.</exception>
    public static TrainedModel Build(ShippedModel recipe, IReadOnlyList<IFlowInput> inputs, int threads, TrainProgress? progress, CancellationToken cancellation)
    {
        var algorithm = TrainerCatalogue.Algorithms.Single(a => a.Name == recipe.Algorithm);
        var plan = new TrainingPlan
        {
            Name = recipe.Name,
            Version = recipe.Version,
            Summary = recipe.Summary,
            Algorithm = algorithm,
            Trainer = TrainerParameters.WithSeed(TrainerParameters.With(algorithm.Defaults, recipe.Parameters), Seed),
            Scaling = recipe.Scaling,
            // Whole offices are held out: the metrics are those of offices that the model has not seen.
            Split = SplitKind.Grouped,
            Validation = 0.4,
            Seed = Seed,
            Threads = threads,
            Limits = recipe.Limits,
            Sequence = recipe.Sequence,
            Calibration = recipe.Calibration,
            Onnx = recipe.Onnx,
        };
        var reading = new TableReadOptions { MaxRows = recipe.MaxRows, Seed = Seed, Progress = progress, Cancelled = cancellation };
        progress?.Stage("simulating");
        return recipe.Sequence is null ? Rows(recipe, inputs, plan, reading, progress, cancellation) : Sequences(recipe, inputs, plan, reading, progress, cancellation);
    }

    private static TrainedModel Rows(ShippedModel recipe, IReadOnlyList<IFlowInput> inputs, TrainingPlan plan, TableReadOptions reading, TrainProgress? progress, CancellationToken cancellation)
    {
        using var source = new FlowTableSource(inputs, recipe.Columns, FlowFeatures.Schema, ["benign"], cancellation);
        var table = TableLoader.Load(source, reading);
        table = table.Relabel([.. table.Classes.Select(ShippedModels.ClassOf).Distinct().Order(StringComparer.Ordinal)], ShippedModels.ClassOf);
        return TrainingRun.Rows(table.ToTrainingData(), plan, Origin(inputs, source.RowsOf), progress, cancellation);
    }

    private static TrainedModel Sequences(ShippedModel recipe, IReadOnlyList<IFlowInput> inputs, TrainingPlan plan, TableReadOptions reading, TrainProgress? progress, CancellationToken cancellation)
    {
        var set = SequenceSet.Read(inputs, recipe.Sequence!, recipe.Columns, FlowFeatures.Schema, ["benign"], ShippedModels.ClassOf, reading);
        var split = HeldOutRows.Of(set.Rows, plan.Split, plan.Validation, plan.Seed);
        return TrainingRun.Sequences(set.Data, split, plan, Origin(inputs, set.RowsOf), set.Rows.Times, progress, cancellation);
    }

    private static TrainingOrigin Origin(IReadOnlyList<IFlowInput> inputs, IReadOnlyList<long> rows) =>
        new(FlowFeatures.Schema.Version, [.. inputs.Select((input, i) => new ManifestSource(input.Name, rows[i], input.Licence))]);
}
