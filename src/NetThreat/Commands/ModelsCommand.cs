using System.CommandLine;

namespace NetThreat.Commands;

/// <summary><c>netthreat models</c>: what is known of the models on disk.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        Command command = new("models", "List, show, compare, check, approve and build the models on disk");
        foreach (var sub in ModelListCommands.All()) command.Subcommands.Add(sub);
        foreach (var sub in ModelTrustCommands.All()) command.Subcommands.Add(sub);
        command.Subcommands.Add(ModelsBuildCommand.Create());
        return command;
    }
}
