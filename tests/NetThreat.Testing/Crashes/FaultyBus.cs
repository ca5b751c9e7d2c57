using NetThreat.Core.Bus;

namespace NetThreat.Testing.Crashes;

/// <summary>A bus whose publications (each by itself) and commits are boundaries of a crash plan.</summary>
public sealed class FaultyBus(IBus inner, CrashPlan plan) : IBus
{
    public bool IsDurable => inner.IsDurable;

    public int PartitionCount(string topic) => inner.PartitionCount(topic);

    public async ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        foreach (var p in publications) await plan.AroundAsync($"publish on {p.Topic}/{p.Partition}", () => inner.PublishAsync([p], cancellation));
    }

    public IBusConsumer Join(string topic, string group, string member) => new FaultyConsumer(inner.Join(topic, group, member), plan);

    public IBusConsumer Follow(string topic) => inner.Follow(topic);

    public ValueTask DisposeAsync() => default;

    private sealed class FaultyConsumer(IBusConsumer inner, CrashPlan plan) : IBusConsumer
    {
        public ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation) => inner.PollAsync(wait, cancellation);

        public void Seek(int partition, long offset) => inner.Seek(partition, offset);

        public ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation) =>
            plan.AroundAsync("commit", () => inner.CommitAsync(partition, offset, cancellation));

        public long Committed(int partition) => inner.Committed(partition);

        public long EndOffset(int partition) => inner.EndOffset(partition);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
