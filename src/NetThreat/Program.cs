using NetThreat.Commands;

namespace NetThreat;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var parsed = CommandTable.Root().Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        // An unknown word explains why no command was found: that it is missing too says nothing more.
        var unknown = parsed.Errors.Where(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal))).ToList();
        foreach (var error in unknown.Count > 0 ? unknown : parsed.Errors) await Console.Error.WriteLineAsync($"netthreat: {error.Message}");
        await Console.Error.WriteLineAsync("netthreat: see 'netthreat --help'");
        return ExitCode.Usage;
    }
}
