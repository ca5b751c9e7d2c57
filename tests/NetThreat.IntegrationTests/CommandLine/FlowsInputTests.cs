namespace NetThreat.IntegrationTests.CommandLine;

public sealed class FlowsInputTests : IDisposable
{
    private const int Good = 0, Failed = 1, Usage = 2;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("empty")]
    [InlineData("random")]
    [InlineData("text")]
    [InlineData("cut inside the header")]
    [InlineData("folder")]
    [InlineData("missing")]
    public async Task What_is_no_capture_is_one_line_that_names_it(string kind)
    {
        var input = Wrong(kind);

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
        Assert.Contains(run.ErrorLines, l => l.Contains(cut, StringComparison.Ordinal));
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

    private string Wrong(string kind) => kind switch
    {
        "empty" => _scratch.File("empty.pcap", ""),
        "random" => _scratch.File("random.pcap", Noise()),
        "text" => _scratch.File("text.pcap", "this is no capture\n"),
        "cut inside the header" => _scratch.File("header.pcap", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]),
        "folder" => _scratch.Path,
        _ => Path.Combine(_scratch.Path, "missing.pcap"),
    };

    private static byte[] Noise()
    {
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private async Task<string> CaptureAsync()
    {
        var path = Path.Combine(_scratch.Path, "good.pcap");
        var run = await NetThreatProcess.RunAsync("simulate", "--duration", "3s", "-o", path);
        Assert.Equal(Good, run.ExitCode);
        return path;
    }
}
