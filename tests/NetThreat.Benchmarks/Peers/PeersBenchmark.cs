using NetThreat.Benchmarks.Pipeline;

namespace NetThreat.Benchmarks.Peers;

/// <summary>
/// The exporter beside the exporters of the field on the same captures in the same run: processor seconds (user and system), the cheapest
/// of several turns, and peak memory. Programs that are not installed are skipped with the reason.
/// </summary>
internal sealed class PeersBenchmark : IBenchmark
{
    public string Name => "peers";

    public string Usage => "peers [--tools FOLDER] [--data FOLDER] [--repeats N] [--copies N] [--log-flows N] [--json]   netthreat flows beside nfpcapd, softflowd, argus and ndpiReader";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        if (PeersArguments.Parse(args, out string problem) is not { } arguments) return await FailAsync(problem, 2);
        try
        {
            await Console.Error.WriteLineAsync("making the captures");
            using var inputs = await PeerInputs.MakeAsync(arguments, cancellation);
            await MeasureAsync(arguments, inputs, cancellation);
            return 0;
        }
        catch (InvalidOperationException e)
        {
            return await FailAsync(e.Message, 1);
        }
    }

    private static async Task MeasureAsync(PeersArguments arguments, PeerInputs inputs, CancellationToken cancellation)
    {
        (string Name, string Path)[] captures = [("mix", inputs.Mix), ("worst", inputs.Worst)];
        var packets = captures.ToDictionary(c => c.Name, c => PipelinePrefix.Count(c.Path));
        var best = new Dictionary<(string Input, string Program), PeerResult>();
        for (int turn = 0; turn < arguments.Repeats; turn++)
        {
            foreach (var (name, path) in captures)
            {
                foreach (var program in PeerProgram.All)
                {
                    await Console.Error.WriteLineAsync($"turn {turn + 1}: {program.Name} on {name}");
                    if (best.TryGetValue((name, program.Name), out var failed) && failed.Cost is null) continue;
                    var result = await OnceAsync(program, name, path, inputs.Folder, cancellation);
                    if (!best.TryGetValue((name, program.Name), out var known) || result.Cost?.CpuSeconds < known.Cost?.CpuSeconds) best[(name, program.Name)] = result;
                }
            }
        }

        List<PeerResult> results = [.. captures.SelectMany(c => PeerProgram.All.Select(p => best[(c.Name, p.Name)]))];
        if (!arguments.Json)
        {
            PeersReport.WriteTable(Console.Out, packets, results);
            return;
        }

        await using var output = Console.OpenStandardOutput();
        PeersReport.WriteJson(output, packets, results);
    }

    private static async Task<PeerResult> OnceAsync(PeerProgram program, string name, string path, string folder, CancellationToken cancellation)
    {
        if (ChildProcess.Find(program.Executable) is not { } executable) return new(name, program.Name, null, "not installed");
        var written = Directory.CreateDirectory(Path.Combine(folder, "out"));
        try
        {
            return new(name, program.Name, await ChildProcess.RunAsync(executable, program.Arguments(path, written.FullName), written.FullName, cancellation), null);
        }
        catch (InvalidOperationException e)
        {
            return new(name, program.Name, null, e.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    private static async Task<int> FailAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"benchmarks: {message}");
        return code;
    }
}
