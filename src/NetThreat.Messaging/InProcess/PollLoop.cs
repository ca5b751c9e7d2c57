using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>Waits for something to take, without polling.</summary>
internal static class PollLoop
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Takes what is there, or null and the task that completes when there may be something.</summary>
    public delegate PollResult? Take(out Task wake);

    public static async ValueTask<PollResult> RunAsync(Take take, TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (take(out var wake) is { } result) return result;
            var left = LongestWait;
            if (wait != Timeout.InfiniteTimeSpan)
            {
                var rest = wait - time.GetElapsedTime(began);
                if (rest <= TimeSpan.Zero) return PollResult.Empty;
                if (rest < left) left = rest;
            }
            await wake.WaitAsync(left, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
