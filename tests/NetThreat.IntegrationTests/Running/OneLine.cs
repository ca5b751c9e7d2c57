using NetThreat.IntegrationTests.CommandLine;

namespace NetThreat.IntegrationTests.Running;

/// <summary>A failure told to people: one line, no data, no stack trace.</summary>
internal static class OneLine
{
    /// <returns>The line.</returns>
    public static string Of(ProcessOutcome run, int exitCode, params string[] named)
    {
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("netthreat: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.All(named, n => Assert.Contains(n, line, StringComparison.Ordinal));
        return line;
    }
}
