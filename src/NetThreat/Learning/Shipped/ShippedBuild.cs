using NetThreat.Flows.Features;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Manifests;
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
            Split = SplitKind.Group,
            Validation = 0.4,
            Seed = Seed,
            Threads = threads,
            Limits = recipe.Limits,
            Sequence = recipe.Sequence,
        };
        var reading = new TableReadOptions { MaxRows = recipe.MaxRows, Seed = Seed, Progress = progress, Cancelled = cancellation };
        progress?.Stage("simulating");
        return recipe.Sequence is null ? Rows(recipe, inputs, plan, reading, progress, cancellation) : throw new LearningException($"{recipe.Name}: sequences are not built");
    }

    private static TrainedModel Rows(ShippedModel recipe, IReadOnlyList<IFlowInput> inputs, TrainingPlan plan, TableReadOptions reading, TrainProgress? progress, CancellationToken cancellation)
    {
        using var source = new FlowTableSource(inputs, recipe.Columns, FlowFeatures.Schema, ["benign"], cancellation);
        var table = TableLoader.Load(source, reading);
        if (recipe.Binary) table = table.Relabel(["benign", "attack"], c => c == "benign" ? c : "attack");
        var origin = new TrainingOrigin(FlowFeatures.Schema.Version, [.. inputs.Select((input, i) => new ManifestSource(input.Name, source.RowsOf[i], input.Licence))]);
        return TrainingRun.Rows(table.ToTrainingData(), plan, origin, progress, cancellation);
    }
}
