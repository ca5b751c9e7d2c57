using System.CommandLine;

namespace NetThreat.Commands;

/// <summary>Every command of the executable, one line each, in the order of the help.</summary>
internal static class CommandTable
{
    public static IEnumerable<Command> All()
    {
        yield return DemoCommand.Create();
        yield return RunCommand.Create();
        yield return CheckCommand.Create();
        yield return FlowsCommand.Create();
        yield return CollectCommand.Create();
        yield return SimulateCommand.Create();
        yield return EvaluateCommand.Create();
        yield return TrainCommand.Create();
        yield return ModelsCommand.Create();
        yield return ExportCommand.Create();
        yield return DocsCommand.Create();
    }

    /// <summary>The whole command tree.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("NetThreat: network threat detection from packets to incidents");
        if (root.Options.OfType<VersionOption>().FirstOrDefault() is { } version) version.Aliases.Add("-V");
        foreach (var command in All()) root.Subcommands.Add(command);
        return root;
    }
}
