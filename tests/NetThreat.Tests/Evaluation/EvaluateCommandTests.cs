using System.CommandLine;
using System.Text.Json;
using NetThreat.Commands;
using NetThreat.Simulation.Labels;

namespace NetThreat.Tests.Evaluation;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_simulated_scan_is_found_soon_and_nothing_else_is_claimed()
    {
        string labels = Path.Combine(_folder, "a.tsv");
        Assert.Equal(0, (await RunAsync("simulate", "--seed", "2", "--duration", "20s", "-o", Path.Combine(_folder, "a.pcap"), "--labels", labels)).Code);
        var (code, output, _) = await RunAsync("evaluate", "--labels", labels, "--json");
        Assert.Equal(0, code);
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((1, 1, 0), (json.GetProperty("found").GetInt32(), json.GetProperty("labelled").GetInt32(), json.GetProperty("false_incidents").GetInt32()));
        Assert.InRange(json.GetProperty("activities")[0].GetProperty("time_to_detect_seconds").GetDouble(), 0, 10);
    }

    [Fact]
    public async Task A_missing_capture_is_named_with_its_line()
    {
        string labels = Path.Combine(_folder, "a.tsv");
        await File.WriteAllLinesAsync(labels, [string.Join('\t', LabelRow.Columns), "b.pcap\tbenign\t-\t-\t-\t-\t-\t0\t1\t5\t-\t-\t-\thigh"]);
        var (code, output, error) = await RunAsync("evaluate", "--labels", labels);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"netthreat: {labels}:2: the capture '{Path.Combine(_folder, "b.pcap")}' does not exist; name its folder with --data", error.TrimEnd());
    }

    [Fact]
    public async Task A_capture_that_is_none_is_named_with_its_line()
    {
        string labels = Path.Combine(_folder, "a.tsv");
        await File.WriteAllTextAsync(Path.Combine(_folder, "b.pcap"), "not a capture, but long enough for a header");
        await File.WriteAllLinesAsync(labels, [string.Join('\t', LabelRow.Columns), "b.pcap\tbenign\t-\t-\t-\t-\t-\t0\t1\t5\t-\t-\t-\thigh"]);
        var (code, _, error) = await RunAsync("evaluate", "--labels", labels);
        Assert.Equal(1, code);
        Assert.Contains($"netthreat: {labels}:2: ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter error = new(), output = new();
        int code = await CommandTable.Root().Parse(args).InvokeAsync(new InvocationConfiguration { Error = error, Output = output });
        return (code, output.ToString(), error.ToString());
    }
}
