using System.CommandLine;
using NetThreat.Capture.Files;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Detection.Scoring;
using NetThreat.Evaluation;
using NetThreat.Learning;

namespace NetThreat.Commands;

/// <summary><c>netthreat evaluate</c>: labelled captures through the whole pipeline, and what was found, missed and false.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string?> labels = new("--labels") { Description = "The labels: tab-separated, one activity a line", HelpName = "FILE" };
        Option<string?> data = new("--data") { Description = "The folder of the captures; by default the labels' own", HelpName = "DIR" };
        Option<string?> model = new("--model") { Description = "Score this model alone on the labelled flows, or on a table, instead of the whole pipeline", HelpName = "NAME[@VERSION]" };
        Option<string?> table = new("--table") { Description = "With --model: a labelled table (CSV, plain or gzip) instead of captures", HelpName = "FILE" };
        Option<string?> labelColumn = new("--label-column") { Description = "The table's column of classes", HelpName = "NAME" };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        Command command = new("evaluate", "Score detection on labelled captures: found, missed, false, time to detect") { labels, data, model, table, labelColumn, json };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
            if (parsed.GetValue(model) is { } name)
                return EvaluateModelCommand.Run(new(name, parsed.GetValue(labels), parsed.GetValue(data), parsed.GetValue(table), parsed.GetValue(labelColumn), parsed.GetValue(json)), options, parsed.InvocationConfiguration, cancellation);
            if (parsed.GetValue(labels) is not { } file || parsed.GetValue(table) is not null)
            {
                parsed.InvocationConfiguration.Error.WriteLine(parsed.GetValue(table) is not null ? "netthreat: --table is for --model NAME" : "netthreat: nothing to evaluate: give --labels FILE, or --model NAME with --labels or --table");
                return ExitCode.Usage;
            }
            string folder = parsed.GetValue(data) ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
            return await RunAsync(file, folder, parsed.GetValue(json), options, parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string file, string folder, bool json, NetThreatOptions options, InvocationConfiguration output, CancellationToken cancellation)
    {
        var labels = LabelFile.Read(file);
        List<LabelError> errors = [.. labels.Errors, .. MissingCaptures(file, folder, labels.Activities)];
        foreach (var error in errors) output.Error.WriteLine($"netthreat: {error}");
        if (errors.Count > 0) return ExitCode.Failed;
        ActiveModels models;
        try
        {
            models = ScoringModels.Load(options);
        }
        catch (LearningException e)
        {
            output.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        var evaluator = new Evaluator(name => CaptureFile.Open(Path.Combine(folder, name)), OfflineCaptureRun.With(options, models));
        List<CaptureScore> scores = [];
        foreach (var capture in labels.Activities.GroupBy(a => a.Row.File))
        {
            output.Error.WriteLine($"netthreat: {capture.Key}");
            try
            {
                scores.Add(await evaluator.ScoreAsync(capture.Key, [.. capture], cancellation));
            }
            catch (CaptureException e)
            {
                output.Error.WriteLine($"netthreat: {new LabelError(file, capture.First().Line, e.Message)}");
                return ExitCode.Failed;
            }
        }

        Print(new(scores), json, output.Output);
        return ExitCode.Good;
    }

    private static IEnumerable<LabelError> MissingCaptures(string file, string folder, IReadOnlyList<LabelledActivity> activities) =>
        activities.DistinctBy(a => a.Row.File).Where(a => !File.Exists(Path.Combine(folder, a.Row.File)))
            .Select(a => new LabelError(file, a.Line, $"the capture '{Path.Combine(folder, a.Row.File)}' does not exist; name its folder with --data"));

    private static void Print(EvaluationReport report, bool json, TextWriter writer)
    {
        if (!json)
        {
            EvaluationTable.Write(writer, report);
            return;
        }

        using var buffer = new MemoryStream();
        EvaluationJson.Write(buffer, report);
        writer.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
