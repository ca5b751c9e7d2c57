using NetThreat.Core.Bus;

namespace NetThreat.Benchmarks.Live;

/// <summary>A bus without readers that keeps nothing.</summary>
internal sealed class DiscardingBus : IBus
{
    public bool IsDurable => false;

    public int PartitionCount(string topic) => 4;

    public ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation) => ValueTask.CompletedTask;

    public IBusConsumer Join(string topic, string group, string member) => throw new NotSupportedException();

    public IBusConsumer Follow(string topic) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
