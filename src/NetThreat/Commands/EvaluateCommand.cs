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
        Option<string> labels = new("--labels") { Description = "The labels: tab-separated, one activity a line", HelpName = "FILE", Required = true };
        Option<string?> data = new("--data") { Description = "The folder of the captures; by default the labels' own", HelpName = "DIR" };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        Command command = new("evaluate", "Score detection on labelled captures: found, missed, false, time to detect") { labels, data, json };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
            string file = parsed.GetValue(labels)!, folder = parsed.GetValue(data) ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
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
