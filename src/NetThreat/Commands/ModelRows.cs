using NetThreat.Flows.Features;
using NetThreat.Learning;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Models;
using NetThreat.Learning.Reports;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Commands;

/// <summary>Scores the labelled rows that people name with a model.</summary>
internal static class ModelRows
{
    private const int MaxRows = 2_000_000;

    /// <exception cref="LearningException">The rows are not such as the model reads.</exception>
    /// <exception cref="Core.Packets.CaptureException">A capture cannot be read.</exception>
    public static HeldOutScores Score(ServedModel served, EvaluateModelCommand.Request request, CancellationToken cancellation)
    {
        var reading = new TableReadOptions { MaxRows = MaxRows, Cancelled = cancellation };
        if (request.Table is { } path) return Table(served, path, request.LabelColumn, reading, cancellation);
        var inputs = TrainInputs.Labelled(request.Labels!, request.Data, null);
        return served.Model is ISequenceModel ? Sequences(served, inputs, reading, cancellation) : Flows(served, inputs, reading, cancellation);
    }

    private static HeldOutScores Table(ServedModel served, string path, string? label, TableReadOptions reading, CancellationToken cancellation)
    {
        if (served.Model is not IRowModel model) throw new LearningException($"model {served.Manifest.Id()} reads sequences: evaluate it on captures with --labels");
        var columns = served.Manifest.Columns();
        bool binary = served.Classes.Length == 2;
        var (source, _) = TrainWork.Open(path, label, null, null, [], binary, columns.Columns.Where(c => !c.Categories.IsEmpty).ToDictionary(c => c.Name, c => c.Categories));
        using var owned = source;
        var table = TableLoader.Load(source, reading);
        var data = table.ToTrainingData(columns.Columns.Select(c => c.Name));
        return ModelScoring.Read(served, ModelScoring.Outputs(model, data.Features, cancellation), data.Labels, data.Classes);
    }

    private static HeldOutScores Flows(ServedModel served, IReadOnlyList<IFlowInput> inputs, TableReadOptions reading, CancellationToken cancellation)
    {
        _ = served.Bind(FlowFeatures.Schema);
        using var source = new FlowTableSource(inputs, [.. served.Manifest.Features.Columns.Select(c => c.Name)], FlowFeatures.Schema, ["benign"], cancellation);
        var data = Classes(served, TableLoader.Load(source, reading)).ToTrainingData();
        return ModelScoring.Read(served, ModelScoring.Outputs((IRowModel)served.Model, data.Features, cancellation), data.Labels, data.Classes);
    }

    private static HeldOutScores Sequences(ServedModel served, IReadOnlyList<IFlowInput> inputs, TableReadOptions reading, CancellationToken cancellation)
    {
        string[] features = [.. served.Manifest.Features.Columns.SkipLast(1).Select(c => c.Name)];
        var set = SequenceSet.Read(inputs, served.Manifest.Sequence!, features, FlowFeatures.Schema, ["benign"], label => ClassOf(served, label), reading);
        return ModelScoring.Read(served, ModelScoring.Outputs((ISequenceModel)served.Model, set.Data.Inputs, cancellation), set.Data.Labels, set.Data.Classes);
    }

    private static Table Classes(ServedModel served, Table table) =>
        table.Relabel([.. table.Classes.Select(c => ClassOf(served, c)).Distinct()], c => ClassOf(served, c));

    /// <summary>A label as the model calls it: itself, the shorter name that it begins with (port_scan for port_scan_vertical), or itself where the model knows neither.</summary>
    private static string ClassOf(ServedModel served, string label) =>
        served.Classes.Contains(label) ? label
        : served.Classes.Where(c => label.StartsWith(c + "_", StringComparison.Ordinal)).MaxBy(c => c.Length)
        ?? (served.Classes is ["benign", "attack"] && label != "benign" ? "attack" : label);
}
