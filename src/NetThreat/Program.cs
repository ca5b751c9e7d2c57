using System.CommandLine;
using NetThreat.Commands;
using NetThreat.Composition;

namespace NetThreat;

internal static class Program
{
    /// <summary>Longer than any orderly stop takes: the data of a stop that is cut off is lost.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    public static async Task<int> Main(string[] args)
    {
        CaptureAdapters.Register();
        var parsed = CommandTable.Root().Parse(args);
        if (parsed.Errors.Count == 0) return await RunAsync(parsed);
        // An unknown word explains why no command was found: that it is missing too says nothing more.
        var unknown = parsed.Errors.Where(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal))).ToList();
        foreach (var error in unknown.Count > 0 ? unknown : parsed.Errors) await Console.Error.WriteLineAsync($"netthreat: {error.Message}");
        await Console.Error.WriteLineAsync("netthreat: see 'netthreat --help'");
        return ExitCode.Usage;
    }

    /// <summary>What no command foresaw is still one line that can be reported, and no stack trace.</summary>
    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit });
        }
#pragma warning disable CA1031 // The end of the line: nobody else would say it in words.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"netthreat: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Failed;
        }
    }
}
