using NetThreat.IntegrationTests.CommandLine;

namespace NetThreat.IntegrationTests.Running;

/// <summary>Data folders that cannot be used: one line that names the folder and the fix.</summary>
public sealed class FaultyFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("demo")]
    public async Task A_file_in_the_place_of_the_folder(string command)
    {
        var file = _scratch.File("state", "a file");

        var run = await NetThreatProcess.RunAsync(command, "--set", $"Data:Folder={file}", "--set", "Web:Port=0");

        Assert.EndsWith("make it writable or set Data:Folder to another", OneLine.Of(run, 1, $"data folder {file}"), StringComparison.Ordinal);
    }

    [PrivateMountFact]
    public async Task A_read_only_folder()
    {
        var run = await NetThreatProcess.RunMountedAsync(_scratch.Path, "ro", "demo", "--set", $"Data:Folder={_scratch.Path}", "--set", "Web:Port=0");

        Assert.EndsWith("make it writable or set Data:Folder to another", OneLine.Of(run, 1, $"data folder {_scratch.Path}"), StringComparison.Ordinal);
    }

    [PrivateMountFact]
    public async Task A_disk_that_is_full_before_anything_is_written()
    {
        var run = await NetThreatProcess.RunMountedAsync(_scratch.Path, "size=4k", "demo", "--set", $"Data:Folder={_scratch.Path}", "--set", "Web:Port=0");

        OneLine.Of(run, 1, _scratch.Path);
    }

    [PrivateMountFact]
    public async Task A_disk_that_fills_while_the_system_runs_ends_it()
    {
        using var captures = new ScratchFolder();
        string capture = Path.Combine(captures.Path, "office.pcap");
        Assert.Equal(0, (await NetThreatProcess.RunAsync("simulate", "--duration", "60s", "-o", capture)).ExitCode);

        var run = await NetThreatProcess.RunMountedAsync(_scratch.Path, "size=2m", "run", "-r", capture, "--set", $"Data:Folder={_scratch.Path}", "--set", "Web:Port=0");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.All(run.ErrorLines, l => Assert.StartsWith("netthreat: ", l, StringComparison.Ordinal));
        Assert.Equal($"netthreat: the disk of '{_scratch.Path}' is full: free space or lower the retention", run.ErrorLines[^1]);
    }

    [Fact]
    public async Task A_folder_that_another_process_uses()
    {
        string[] arguments = ["run", "--set", $"Data:Folder={_scratch.Path}", "--set", "Web:Port=0"];
        await using var first = await RunningSystem.StartAsync(arguments);

        var second = await NetThreatProcess.RunAsync(arguments);

        Assert.EndsWith("stop that process or name another folder", OneLine.Of(second, 1, $"'{_scratch.Path}' is in use by another process"), StringComparison.Ordinal);
        Assert.Equal(0, await first.InterruptAsync());
        await using var third = await RunningSystem.StartAsync(arguments);
        Assert.Null(third.Password);
    }
}
