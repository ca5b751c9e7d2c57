using System.CommandLine;
using NetThreat.Commands;

namespace NetThreat;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("NetThreat: network threat detection from packets to incidents");
        foreach (var command in CommandTable.All()) root.Subcommands.Add(command);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"netthreat: {error.Message}");
        await Console.Error.WriteLineAsync("netthreat: see 'netthreat --help'");
        return ExitCode.Usage;
    }
}
