using NetThreat.Core.Bus;

namespace NetThreat.Testing.Faults;

/// <summary>A bus whose publications (each by itself) and commits are effects of a crash plan. It does not own the inner bus.</summary>
public sealed class FaultyBus(IBus inner, CrashPlan plan) : IBus
{
    public bool IsDurable => inner.IsDurable;

    public int PartitionCount(string topic) => inner.PartitionCount(topic);

    public async ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        foreach (var p in publications) await plan.RunAsync($"publish {p.Topic}/{p.Partition}", () => inner.PublishAsync([p], cancellation));
    }

    public IBusConsumer Join(string topic, string group, string member) => new FaultyConsumer(inner.Join(topic, group, member), topic, plan);

    public IBusConsumer Follow(string topic) => inner.Follow(topic);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
