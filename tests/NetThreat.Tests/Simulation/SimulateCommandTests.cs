using System.CommandLine;
using NetThreat.Commands;
using NetThreat.Evaluation;

namespace NetThreat.Tests.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Writes_a_capture_and_labels_that_name_it()
    {
        string capture = Path.Combine(_folder, "sub", "a.pcap"), labels = Path.Combine(_folder, "a.tsv");
        Directory.CreateDirectory(Path.GetDirectoryName(capture)!);
        var (code, error) = await RunAsync("--seed", "3", "--duration", "12s", "-o", capture, "--labels", labels);
        Assert.Equal(0, code);
        Assert.Contains("packets of scenario demo, seed 3", error, StringComparison.Ordinal);
        Assert.True(new FileInfo(capture).Length > 100_000);
        var activity = Assert.Single(LabelFile.Read(labels).Activities);
        Assert.Equal(("sub/a.pcap", "port_scan_vertical"), (activity.Row.File, activity.Row.Activity));
    }

    [Fact]
    public async Task Names_the_scenarios_there_are()
    {
        var (code, error) = await RunAsync("--scenario", "riot", "-o", Path.Combine(_folder, "a.pcap"));
        Assert.Equal(2, code);
        Assert.Equal("netthreat: no scenario 'riot'; there are demo, office, attacks, varied, varied-attacks", error.TrimEnd());
    }

    [Fact]
    public async Task Names_a_file_that_cannot_be_written()
    {
        var (code, error) = await RunAsync("--duration", "1s", "-o", Path.Combine(_folder, "none", "a.pcap"));
        Assert.Equal(1, code);
        Assert.StartsWith($"netthreat: cannot write {Path.Combine(_folder, "none", "a.pcap")}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--duration", "10")]
    [InlineData("--duration", "-1s")]
    [InlineData("--duration", "0s")]
    [InlineData("--duration", "400d")]
    [InlineData("--start", "tomorrow")]
    [InlineData("--start", "1969-01-01T00:00:00Z")]
    [InlineData("--seed", "-1")]
    public void Refuses_a_bad_value(string option, string value) =>
        Assert.NotEmpty(CommandTable.Root().Parse(["simulate", "-o", "-", option, value]).Errors);

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using StringWriter error = new(), output = new();
        int code = await CommandTable.Root().Parse(["simulate", .. args]).InvokeAsync(new InvocationConfiguration { Error = error, Output = output });
        return (code, error.ToString());
    }
}
