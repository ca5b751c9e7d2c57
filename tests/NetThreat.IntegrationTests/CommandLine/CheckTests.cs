namespace NetThreat.IntegrationTests.CommandLine;

public sealed class CheckTests : IDisposable
{
    private const int Good = 0, Failed = 1, Usage = 2;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_good_configuration_says_where_the_data_will_be_and_leaves_no_trace()
    {
        var folder = Path.Combine(_scratch.Path, "state");

        var run = await NetThreatProcess.RunAsync("check", "--set", $"Data:Folder={folder}");

        Assert.Equal((Good, ""), (run.ExitCode, run.Error));
        Assert.Contains(folder, run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Every_error_is_one_line_that_names_file_and_key()
    {
        var file = _scratch.File("bad.json", """{"Web": {"Prot": 1, "Port": 70000, "Listen": 5}, "Roles": ["pilot"]}""");

        var run = await NetThreatProcess.RunAsync("check", "-c", file);

        Assert.Equal((Usage, ""), (run.ExitCode, run.Output));
        Assert.Equal(4, run.ErrorLines.Count);
        Assert.All(run.ErrorLines, line => Assert.StartsWith($"netthreat: {file}: ", line, StringComparison.Ordinal));
        Assert.Contains($"netthreat: {file}: Web:Prot: is not a known key: did you mean Web:Port?", run.ErrorLines);
        Assert.Contains(run.ErrorLines, l => l.Contains("Web:Port: is 70000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_environment_is_checked_too()
    {
        var run = await NetThreatProcess.RunAsync(new Dictionary<string, string> { ["NETTHREAT__Web__Port"] = "many" }, "check");

        Assert.Equal(Usage, run.ExitCode);
        Assert.StartsWith("netthreat: environment variable NETTHREAT__Web__Port: Web:Port: 'many' does not fit", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_one_line()
    {
        var run = await NetThreatProcess.RunAsync("check", "-c", Path.Combine(_scratch.Path, "none.json"));

        Assert.Equal(Usage, run.ExitCode);
        Assert.EndsWith("none.json: no such file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_line_with_the_fix()
    {
        // A folder in which nobody, not even an administrator, can create a file.
        var run = await NetThreatProcess.RunAsync("check", "--set", "Data:Folder=/proc/self");

        Assert.Equal(Failed, run.ExitCode);
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("netthreat: data folder /proc/self cannot be written", line, StringComparison.Ordinal);
        Assert.EndsWith("make it writable or set Data:Folder to another", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doubtful_combination_is_explained_and_no_error()
    {
        var run = await NetThreatProcess.RunAsync("check", "--set", "Roles=sensor");

        Assert.Equal((Good, ""), (run.ExitCode, run.Error));
        Assert.Contains("doubtful: Roles: the in-process bus reaches this process alone", run.Output, StringComparison.Ordinal);
    }
}
