using System.CommandLine;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Learning;

namespace NetThreat.Commands;

/// <summary><c>netthreat check</c>: everything that is wrong or doubtful about a configuration, before anything starts.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Check the configuration: print every error and every doubtful combination");
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(parsed => Run(parsed, configuration));
        return command;
    }

    private static int Run(ParseResult parsed, ConfigurationCommandLine configuration)
    {
        var output = parsed.InvocationConfiguration;
        if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
        var folder = DataFolder.Resolve(options.Data, Environment.GetEnvironmentVariable);
        // A check leaves no traces: a folder that does not exist yet is created when something starts.
        var exists = Directory.Exists(folder);
        if (exists && DataFolder.Prepare(folder) is { } problem)
        {
            output.Error.WriteLine($"netthreat: {problem}");
            return ExitCode.Failed;
        }
        try
        {
            var models = ScoringModels.Load(options).Models;
            output.Output.WriteLine(models.Count == 0 ? "no model scores flows" : $"models that score flows: {string.Join(", ", models)}");
        }
        catch (LearningException e)
        {
            output.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        foreach (var doubt in OptionRules.Doubts(options)) output.Output.WriteLine($"doubtful: {doubt}");
        output.Output.WriteLine($"the configuration is good; data folder {folder}{(exists ? "" : " (created at the first start)")}");
        return ExitCode.Good;
    }
}
