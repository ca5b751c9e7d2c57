using NetThreat.Core.Bus;
using NetThreat.Messaging;

namespace NetThreat.Benchmarks.Flows;

/// <summary>What the in-process bus adds to a message, published, polled and committed; the payload itself is not copied.</summary>
internal sealed class BusBenchmark : IBenchmark
{
    public string Name => "bus";

    public string Usage => "bus [--messages N] [--batch N] [--repeats N]   CPU of the in-process bus for a message, so many published at once";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int> { ["--messages"] = 500_000, ["--batch"] = 4, ["--repeats"] = 3 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {problem}");
            return 2;
        }

        await TurnsAsync(50_000, options["--batch"], cancellation);
        for (int i = 0; i < options["--repeats"]; i++)
        {
            Console.WriteLine(await TurnsAsync(options["--messages"], options["--batch"], cancellation));
            Console.WriteLine(await WakingAsync(options["--messages"] / 10, cancellation));
        }

        return 0;
    }

    /// <summary>Publisher and consumer take turns on one thread.</summary>
    private static async Task<string> TurnsAsync(int messages, int batch, CancellationToken cancellation)
    {
        await using var bus = MessagingModule.InProcess(new(), TimeProvider.System);
        await using var consumer = bus.Join(Topics.Flows, "group", "member");
        var payload = new byte[1000];
        var publications = Enumerable.Range(0, batch).Select(i => new Publication(Topics.Flows, i % bus.PartitionCount(Topics.Flows), payload)).ToArray();
        var meter = new CpuMeter();
        meter.Begin();
        int left = messages;
        while (left > 0)
        {
            await bus.PublishAsync(publications, cancellation);
            foreach (var m in (await consumer.PollAsync(TimeSpan.FromSeconds(1), cancellation)).Messages)
            {
                await consumer.CommitAsync(m.Partition, m.Offset + 1, cancellation);
                left--;
            }
        }

        meter.End();
        return meter.Line("turns", "message", messages);
    }

    /// <summary>A consumer that waits is woken by every message; all come, none by a timer: the wait is longer than the run may take.</summary>
    private static async Task<string> WakingAsync(int messages, CancellationToken cancellation)
    {
        await using var bus = MessagingModule.InProcess(new() { CapacityBytes = 1 }, TimeProvider.System);
        await using var consumer = bus.Join(Topics.Findings, "group", "member");
        var consuming = Task.Run(async () =>
        {
            for (int seen = 0; seen < messages;)
                foreach (var m in (await consumer.PollAsync(TimeSpan.FromHours(1), cancellation)).Messages)
                {
                    await consumer.CommitAsync(m.Partition, m.Offset + 1, cancellation);
                    seen++;
                }
        }, cancellation);
        var meter = new CpuMeter();
        meter.Begin();
        for (int i = 0; i < messages; i++) await bus.PublishAsync([new(Topics.Findings, 0, new byte[16])], cancellation);
        await consuming;
        meter.End();
        return meter.Line("waking", "message", messages);
    }
}
