using NetThreat.Core.Bus;

namespace NetThreat.Testing.Faults;

/// <summary>A consumer whose commits are effects of a crash plan.</summary>
internal sealed class FaultyConsumer(IBusConsumer inner, string topic, CrashPlan plan) : IBusConsumer
{
    public ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation) =>
        plan.Crashed ? throw new CrashException($"poll {topic}") : inner.PollAsync(wait, cancellation);

    public void Seek(int partition, long offset) => inner.Seek(partition, offset);

    public ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation) =>
        plan.RunAsync($"commit {topic}/{partition}", () => inner.CommitAsync(partition, offset, cancellation));

    public long Committed(int partition) => inner.Committed(partition);

    public long EndOffset(int partition) => inner.EndOffset(partition);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
