using System.Diagnostics;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>What one run cost this process: CPU time of all its threads, wall time, allocated bytes.</summary>
internal readonly record struct Measurement(TimeSpan Cpu, TimeSpan Wall, long AllocatedBytes)
{
    public static async Task<Measurement> OfAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = process.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        await work();
        var wall = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return new(process.TotalProcessorTime - cpu, wall, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>The cheapest of several runs: what disturbs a run only adds.</summary>
    public static async Task<Measurement> BestOfAsync(int runs, Func<Task> work)
    {
        var best = await OfAsync(work);
        for (int i = 1; i < runs; i++)
        {
            var next = await OfAsync(work);
            if (next.Cpu < best.Cpu) best = next;
        }

        return best;
    }
}
