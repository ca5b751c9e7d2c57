using System.CommandLine;
using System.Globalization;
using NetThreat.Learning;
using NetThreat.Learning.Shipped;
using NetThreat.Learning.Store;
using NetThreat.Learning.Training;

namespace NetThreat.Commands;

/// <summary><c>netthreat models build</c>: trains the models that are shipped.</summary>
internal static class ModelsBuildCommand
{
    public static Command Create()
    {
        Argument<string[]> names = new("name") { Description = "Models to build; none named means all that are shipped", Arity = ArgumentArity.ZeroOrMore };
        Option<string> output = new("--output", "-o") { Description = "Folder of the models", HelpName = "FOLDER", DefaultValueFactory = _ => "models" };
        Command command = new("build", "Train the shipped models from simulated traffic: the same bytes every time on one runtime") { names, output };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(names) ?? [], parsed.GetValue(output)!, parsed.InvocationConfiguration, cancellation)));
        return command;
    }

    private static int Run(string[] names, string folder, InvocationConfiguration console, CancellationToken cancellation)
    {
        var unknown = names.Except(ShippedModels.All.Select(m => m.Name)).FirstOrDefault();
        if (unknown is not null)
        {
            console.Error.WriteLine($"netthreat: no shipped model '{unknown}': there are {string.Join(", ", ShippedModels.All.Select(m => m.Name))}");
            return ExitCode.Usage;
        }
        var progress = new TrainProgress(console.Error, TrainProgress.IsTerminal(console.Error), TimeProvider.System);
        try
        {
            foreach (var recipe in ShippedModels.All.Where(m => names.Length == 0 || names.Contains(m.Name)))
            {
                var model = ShippedBuild.Build(recipe, ShippedModels.Inputs, Environment.ProcessorCount, progress, cancellation);
                progress.End();
                var target = ModelFolderWriter.Write(folder, model.Manifest, model.Files, replace: true);
                console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {model.Files.Values.Sum(f => f.LongLength) / 1024} KiB, {string.Join(", ", model.Manifest.Metrics.Where(m => m.Key is "roc_auc" or "macro_f1" or "expected_calibration_error" or "false_positive_rate_at_p_0.01").Select(m => $"{m.Key} {m.Value:0.####}"))}"));
            }
            return ExitCode.Good;
        }
        catch (LearningException e)
        {
            progress.End();
            console.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            console.Error.WriteLine("netthreat: stopped; the model in work was not written");
            return ExitCode.Failed;
        }
    }
}
