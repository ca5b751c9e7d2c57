namespace NetThreat.Benchmarks.Pipeline;

/// <summary>
/// The whole way of a packet in one process, from a capture file to stored incidents. Shares of stages come from runs of growing prefixes
/// of the pipeline, each measured as a whole; the cost of a stage is the difference to the prefix before it.
/// </summary>
internal sealed class PipelineBenchmark : IBenchmark
{
    public string Name => "pipeline";

    public string Usage => "pipeline [--packets N] [--repeats N] [--json]   CPU and allocation from a capture file to stored incidents, by stage";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        if (PipelineArguments.Parse(args, out string? problem) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {problem}");
            return 2;
        }

        await Console.Error.WriteLineAsync("writing the capture");
        using (var small = LoadCapture.Write(100_000, cancellation)) await MeasureAsync(small, 2, cancellation);
        using var capture = LoadCapture.Write(arguments.Packets, cancellation);
        var result = await MeasureAsync(capture, arguments.Repeats, cancellation);
        if (arguments.Json)
        {
            await using var output = Console.OpenStandardOutput();
            PipelineReport.WriteJson(output, result);
        }
        else
        {
            PipelineReport.WriteTable(Console.Out, result);
        }

        return 0;
    }

    private static async Task<PipelineResult> MeasureAsync(LoadCapture capture, int repeats, CancellationToken cancellation)
    {
        (long Flows, long Records) metered = default;
        long incidents = 0;
        List<StageCost> stages = [];
        foreach (var (stage, work) in new (string, Func<Task>)[]
        {
            ("read", () => PipelinePrefix.ReadAsync(capture.Path)),
            ("decode", () => PipelinePrefix.DecodeAsync(capture.Path)),
            ("meter", () => Task.FromResult(metered = PipelinePrefix.Meter(capture.Path))),
            ("encode", () => PipelinePrefix.EncodeAsync(capture.Path)),
            ("detect", async () => incidents = await WholePipeline.DetectAsync(capture.Path, cancellation)),
            ("store", async () => incidents = await WholePipeline.StoreAsync(capture.Path, cancellation)),
        })
        {
            cancellation.ThrowIfCancellationRequested();
            await Console.Error.WriteLineAsync($"measuring up to {stage}");
            stages.Add(new(stage, await Measurement.BestOfAsync(repeats, work)));
        }

        return new(capture.Packets, metered.Flows, metered.Records, incidents, capture.Bytes, repeats, stages);
    }
}
