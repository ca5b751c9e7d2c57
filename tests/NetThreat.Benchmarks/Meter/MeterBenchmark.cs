using NetThreat.Benchmarks.Pipeline;
using NetThreat.Core.Packets;

namespace NetThreat.Benchmarks.Meter;

/// <summary>
/// Any capture through the flow meter: what reading, decoding and metering cost, by growing prefixes. The first run of each prefix warms
/// it up and is not counted.
/// </summary>
internal sealed class MeterBenchmark : IBenchmark
{
    public string Name => "meter";

    public string Usage => "meter FILE [--repeats N]   CPU and allocation of reading, decoding and metering a capture";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        if (MeterArguments.Parse(args) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"usage: benchmarks {Usage}");
            return 2;
        }

        try
        {
            PipelineReport.WriteTable(Console.Out, await MeasureAsync(arguments, cancellation));
            return 0;
        }
        catch (CaptureException e)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {e.Message}");
            return 1;
        }
    }

    private static async Task<PipelineResult> MeasureAsync(MeterArguments arguments, CancellationToken cancellation)
    {
        string file = arguments.File;
        long packets = 0;
        (long Flows, long Records) metered = default;
        List<StageCost> stages = [];
        foreach (var (stage, work) in new (string, Func<Task>)[]
        {
            ("read", () => Task.FromResult(packets = PipelinePrefix.Count(file))),
            ("decode", () => PipelinePrefix.DecodeAsync(file, checksums: false)),
            ("checksums", () => PipelinePrefix.DecodeAsync(file)),
            ("meter", () => Task.FromResult(metered = PipelinePrefix.Meter(file))),
        })
        {
            cancellation.ThrowIfCancellationRequested();
            await work();
            stages.Add(new(stage, await Measurement.BestOfAsync(arguments.Repeats, work)));
        }

        return new(packets, metered.Flows, metered.Records, 0, new FileInfo(file).Length, arguments.Repeats, stages);
    }
}
