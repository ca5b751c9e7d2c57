namespace NetThreat.IntegrationTests.CommandLine;

public sealed class FlowsInputTests : IDisposable
{
    private const int Good = 0, Failed = 1, Usage = 2;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(WrongCaptures.Kinds), MemberType = typeof(WrongCaptures))]
    public async Task What_is_no_capture_is_one_line_that_names_it(string kind)
    {
        var input = WrongCaptures.Make(_scratch, kind);

        var run = await NetThreatProcess.RunAsync("flows", "-r", input);

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("netthreat: ", line, StringComparison.Ordinal);
        Assert.Contains(input, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_that_was_cut_gives_what_it_holds_and_a_warning()
    {
        var whole = await CaptureAsync();
        var bytes = await File.ReadAllBytesAsync(whole);
        var cut = _scratch.File("cut.pcap", bytes[..^7]);

        var run = await NetThreatProcess.RunAsync("flows", "-r", cut);

        Assert.Equal(Good, run.ExitCode);
        Assert.NotEqual("", run.Output);
        Assert.Single(run.ErrorLines, l => l.StartsWith("netthreat: warning: ", StringComparison.Ordinal) && l.Contains(cut, StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, l => l.Contains("truncated_file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_goes_to_standard_output_and_the_summary_beside_it()
    {
        var run = await NetThreatProcess.RunAsync("flows", "-r", await CaptureAsync(), "--format", "json");

        Assert.Equal(Good, run.ExitCode);
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
        Assert.StartsWith("netthreat: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/proc/self/none")]
    public async Task An_output_that_cannot_be_written_is_one_line_that_names_it(string output)
    {
        var run = await NetThreatProcess.RunAsync("flows", "-r", await CaptureAsync(), "-o", output);

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains(output, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_in_a_missing_folder_names_the_folder_and_the_fix()
    {
        var folder = Path.Combine(_scratch.Path, "none");

        var run = await NetThreatProcess.RunAsync("flows", "-r", await CaptureAsync(), "-o", Path.Combine(folder, "flows.json"));

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        Assert.EndsWith($": the folder {folder} does not exist; create it first or name another", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_is_no_error()
    {
        using var process = NetThreatProcess.Start(new Dictionary<string, string>(), "flows", "-r", await CaptureAsync());
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((Good, ""), (process.ExitCode, error));
    }

    [Theory]
    [InlineData("flows", "--read")]
    [InlineData("flows -r x --format yaml", "yaml")]
    [InlineData("simulate -o x --duration soon", "'soon' is not a duration")]
    [InlineData("simulate -o x --scenario none", "none")]
    public async Task A_wrong_use_is_named(string arguments, string named)
    {
        var run = await NetThreatProcess.RunAsync(arguments.Split(' '));

        Assert.Equal((Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_that_cannot_be_written_is_one_line()
    {
        var run = await NetThreatProcess.RunAsync("simulate", "--duration", "2s", "-o", "/dev/full");

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("netthreat: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private async Task<string> CaptureAsync()
    {
        var path = Path.Combine(_scratch.Path, "good.pcap");
        var run = await NetThreatProcess.RunAsync("simulate", "--duration", "3s", "-o", path);
        Assert.Equal(Good, run.ExitCode);
        return path;
    }
}
