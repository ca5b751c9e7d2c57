using System.CommandLine;
using System.Globalization;
using System.Text;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Learning;
using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Reports;
using NetThreat.Learning.Store;

namespace NetThreat.Commands;

/// <summary><c>netthreat evaluate --model</c>: a model alone on labelled flows of captures or on a labelled table.</summary>
internal static class EvaluateModelCommand
{
    /// <param name="Model">NAME or NAME@VERSION.</param>
    /// <param name="Labels">A labels file, or null.</param>
    /// <param name="Table">A table, or null.</param>
    public sealed record Request(string Model, string? Labels, string? Data, string? Table, string? LabelColumn, bool Json);

    public static int Run(Request request, NetThreatOptions options, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (request.Labels is null == request.Table is null)
        {
            console.Error.WriteLine("netthreat: --model needs rows to judge: give --labels FILE or --table FILE");
            return ExitCode.Usage;
        }
        try
        {
            var served = ModelStore.Load(ModelStore.Of(options).Find(request.Model));
            var scores = ModelRows.Score(served, request, cancellation);
            if (scores.Evaluate(served.Threshold(0.01)) is not { } report) throw new LearningException("the rows have no labels: there is nothing to compare the scores with");
            if (request.Json) console.Output.WriteLine(Encoding.UTF8.GetString(report.ToJson()));
            else Print(console.Output, served.Manifest.Id(), scores, report);
            return ExitCode.Good;
        }
        catch (Exception e) when (e is LearningException or CaptureException)
        {
            console.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            console.Error.WriteLine("netthreat: stopped");
            return ExitCode.Failed;
        }
    }

    private static void Print(TextWriter writer, string model, HeldOutScores scores, EvaluationReport report)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model} on {report.Rows} rows, {report.Attacks} of them not '{report.Benign}'\n"));
        ModelText.Table(writer, ["metric", "value"], ModelMetrics.Of(scores, report).Select(m => new[] { m.Key, ModelText.Number(m.Value) }));
        writer.WriteLine();
        ModelText.Table(writer, ["class", "rows", "detected", "recall", "precision", "f1"], report.Classes.Select(c => new[]
        {
            c.Name, c.Rows.ToString(CultureInfo.InvariantCulture), Shown(c.Detected), Shown(c.Recall), Shown(c.Precision), Shown(c.F1),
        }));
    }

    private static string Shown(double? value) => value is { } v ? ModelText.Number(v) : "-";
}
