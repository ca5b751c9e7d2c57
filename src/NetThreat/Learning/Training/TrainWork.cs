using System.Collections.Immutable;
using NetThreat.Configuration;
using NetThreat.Flows.Features;
using NetThreat.Learning.Datasets;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Store;
using NetThreat.Learning.Tables;
using NetThreat.Storage.Sqlite;

namespace NetThreat.Learning.Training;

/// <summary>Reads what a request names, trains, and writes the model's folder.</summary>
internal static class TrainWork
{
    /// <summary>Rows of the flow store that are read at most.</summary>
    private const int MaxStored = 2_000_000;

    /// <returns>The model and its folder.</returns>
    /// <exception cref="LearningException">Data or parameters cannot be used.</exception>
    /// <exception cref="Core.Packets.CaptureException">A capture cannot be read.</exception>
    public static (TrainedModel Model, string Folder) Run(TrainRequest request, NetThreatOptions options, TrainProgress progress, CancellationToken cancellation)
    {
        string version = request.Version ?? ModelFolderWriter.NextVersion(request.Models, request.Name);
        if (Directory.Exists(Path.Combine(request.Models, request.Name, version))) throw new LearningException($"model {request.Name}@{version} exists in {request.Models}: choose another --version");
        using var journal = OpenJournal(request.Journal);
        var plan = new TrainingPlan
        {
            Name = request.Name,
            Version = version,
            Algorithm = request.Algorithm,
            Trainer = request.Trainer,
            Scaling = request.Scaling,
            Validation = request.Validation,
            Split = request.Split ?? SplitKind.Stratified,
            Seed = request.Seed,
            Search = request.Search,
            Journal = journal,
            Threads = request.Threads,
            Sequence = request.Sequence,
            Calibration = request.Calibration,
        };
        var reading = new TableReadOptions { MaxRows = request.MaxRows, Seed = request.Seed, Progress = progress, Cancelled = cancellation };
        progress.Stage("reading");
        var model = request.Table is { } table ? Table(request, table, plan, reading, progress, cancellation) : Flows(request, options, plan, reading, progress, cancellation);
        return (model, ModelFolderWriter.Write(request.Models, model.Manifest, model.Files));
    }

    private static FileStream? OpenJournal(string? path)
    {
        try
        {
            return path is null ? null : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"the journal {path} cannot be opened: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Opens a table by its own columns, or as the public data set that it is.</summary>
    /// <param name="categories">The codes of a model's columns of categories, which the table's are to have; null for its own.</param>
    /// <exception cref="LearningException">It cannot be read.</exception>
    public static (ITableSource Source, string? Licence) Open(
        string path, string? label, string? time, string? group, IReadOnlyList<string> columns, bool binary, IReadOnlyDictionary<string, ImmutableArray<string>>? categories = null)
    {
        if (label is not null || DatasetCatalogue.Detect(path) is not { } format)
            return (CsvTables.Open(path, new CsvColumns { Label = label, Time = time, Group = group, Features = [.. columns] }), null);
        var options = new DatasetOptions { Labels = binary ? Labelling.Binary : Labelling.Classes };
        if (categories is not null) options = options with { Categories = categories };
        return (DatasetCatalogue.Open(path, options, format), $"{format.Title}: {format.Licence}");
    }

    private static TrainedModel Table(TrainRequest request, string path, TrainingPlan plan, TableReadOptions reading, TrainProgress progress, CancellationToken cancellation)
    {
        var (source, licence) = Open(path, request.LabelColumn, request.TimeColumn, request.GroupColumn, request.Columns, request.Binary);
        using var owned = source;
        var table = TableLoader.Load(source, reading);
        if (request.Binary && table.Labels is not null) table = Binary(table);
        var data = table.ToTrainingData(request.Columns.Count > 0 ? request.Columns : null);
        return TrainingRun.Rows(data, plan, new(0, [new(Path.GetFileName(path), table.RowsRead, licence)]), progress, cancellation);
    }

    private static TrainedModel Flows(TrainRequest request, NetThreatOptions options, TrainingPlan plan, TableReadOptions reading, TrainProgress progress, CancellationToken cancellation)
    {
        if (!request.Store) return Flows(request, request.Scenarios.Count > 0 ? TrainInputs.Simulated(request.Scenarios) : TrainInputs.Captures(request), plan, reading, progress, cancellation);
        var stores = SqliteStores.OpenAsync(options.Store with { DataFolder = options.DataFolder() }, TimeProvider.System).GetAwaiter().GetResult();
        try
        {
            return Flows(request, [new StoreInput(stores.FlowReader, request.Labels.Count > 0 ? request.Labels[0] : null, null, null, MaxStored)], plan, reading, progress, cancellation);
        }
        finally
        {
            stores.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static TrainedModel Flows(TrainRequest request, IReadOnlyList<IFlowInput> inputs, TrainingPlan plan, TableReadOptions reading, TrainProgress progress, CancellationToken cancellation)
    {
        if (request.Split is null && inputs.Count > 2) plan = plan with { Split = SplitKind.Grouped };
        if (plan.Sequence is not null) return Sequences(request, inputs, plan, reading, progress, cancellation);
        using var source = new FlowTableSource(inputs, request.FlowColumns, FlowFeatures.Schema, ["benign"], cancellation);
        var table = TableLoader.Load(source, reading);
        if (request.Binary) table = Binary(table);
        return TrainingRun.Rows(Known(table).ToTrainingData(), plan, Origin(inputs, source.RowsOf), progress, cancellation);
    }

    private static TrainedModel Sequences(TrainRequest request, IReadOnlyList<IFlowInput> inputs, TrainingPlan plan, TableReadOptions reading, TrainProgress progress, CancellationToken cancellation)
    {
        var set = SequenceSet.Read(inputs, plan.Sequence!, request.FlowColumns, FlowFeatures.Schema, ["benign"], label => request.Binary && label != "benign" ? "attack" : label, reading);
        var split = HeldOutRows.Of(set.Rows, plan.Split, plan.Validation, plan.Seed);
        return TrainingRun.Sequences(set.Data, split, plan, Origin(inputs, set.RowsOf), set.Rows.Times, progress, cancellation);
    }

    private static TrainingOrigin Origin(IReadOnlyList<IFlowInput> inputs, IReadOnlyList<long> rows) =>
        new(FlowFeatures.Schema.Version, [.. inputs.Select((input, i) => new ManifestSource(input.Name, rows[i], input.Licence))]);

    /// <summary>The table without labels where nobody knows what any flow is: then all flows are taken for normal.</summary>
    private static Table Known(Table table) =>
        table.Labels is { } labels && labels.All(l => table.Classes[l] == FlowTableSource.Unlabelled)
            ? new Table(table.Columns) { Groups = table.Groups, GroupNames = table.GroupNames, Times = table.Times, RowsRead = table.RowsRead }
            : table;

    private static Table Binary(Table table)
    {
        string benign = table.Classes[Metrics.BenignClass.Of(table.Classes)];
        return table.Relabel([benign, "attack"], c => c == benign ? c : "attack");
    }
}
