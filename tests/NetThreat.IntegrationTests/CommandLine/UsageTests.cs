namespace NetThreat.IntegrationTests.CommandLine;

public class UsageTests
{
    private const int Good = 0, Usage = 2;

    [Theory]
    [InlineData("--help")]
    [InlineData("-V")]
    [InlineData("check --help")]
    public async Task What_was_asked_for_goes_to_standard_output(string arguments)
    {
        var run = await NetThreatProcess.RunAsync(arguments.Split(' '));

        Assert.Equal((Good, ""), (run.ExitCode, run.Error));
        Assert.NotEqual("", run.Output);
    }

    [Theory]
    [InlineData("bogus", "'bogus'")]
    [InlineData("check --bogus", "'--bogus'")]
    [InlineData("check -c", "'-c'")]
    [InlineData("", "command")]
    public async Task A_wrong_command_line_is_named_with_the_way_to_help(string arguments, string named)
    {
        var run = await NetThreatProcess.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((Usage, ""), (run.ExitCode, run.Output));
        Assert.Equal(2, run.ErrorLines.Count);
        Assert.StartsWith("netthreat: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(named, run.ErrorLines[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("netthreat: see 'netthreat --help'", run.ErrorLines[1]);
    }
}
