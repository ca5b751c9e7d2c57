using System.CommandLine;
using NetThreat.Documentation;

namespace NetThreat.Commands;

/// <summary><c>netthreat docs</c>: writes the reference pages that are generated from the code.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--output", "-o")
        {
            Description = "Folder of the pages",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => Path.Combine("docs", "reference"),
        };
        var command = new Command("docs", "Write the generated reference pages") { folder };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed, parsed.GetValue(folder)!));
        return command;
    }

    private static int Run(ParseResult parsed, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var page in ReferencePage.All) File.WriteAllText(Path.Combine(folder, page.File), page.Render());
            return ExitCode.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"netthreat: {folder} cannot be written: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
