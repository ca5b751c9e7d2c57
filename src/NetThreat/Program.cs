using NetThreat.Commands;

namespace NetThreat;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var parsed = CommandTable.Root().Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"netthreat: {error.Message}");
        await Console.Error.WriteLineAsync("netthreat: see 'netthreat --help'");
        return ExitCode.Usage;
    }
}
