using System.CommandLine;
using NetThreat.Commands;

namespace NetThreat.Tests.Models;

/// <summary>Runs a command within the test.</summary>
internal static class CommandRun
{
    public static async Task<(int Code, string Output, string Error)> Of(params string[] args)
    {
        using StringWriter error = new(), output = new();
        int code = await CommandTable.Root().Parse(args).InvokeAsync(new InvocationConfiguration { Error = error, Output = output });
        return (code, output.ToString(), error.ToString());
    }
}
