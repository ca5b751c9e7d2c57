namespace NetThreat.Capture.Live;

/// <summary>A wait by a time provider, for readers that have a thread of their own.</summary>
internal static class Pause
{
    public static void For(TimeSpan duration, TimeProvider time, CancellationToken cancellation)
    {
        using var due = new ManualResetEventSlim();
        using var timer = time.CreateTimer(static s => ((ManualResetEventSlim)s!).Set(), due, duration, Timeout.InfiniteTimeSpan);
        due.Wait(cancellation);
    }
}
