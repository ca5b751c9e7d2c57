using NetThreat.Core.Bus;

namespace NetThreat.Benchmarks;

/// <summary>A bus that takes everything and keeps nothing.</summary>
internal sealed class DiscardingBus : IBus
{
    /// <summary>Of all payloads.</summary>
    public long Bytes { get; private set; }

    public bool IsDurable => false;

    public int PartitionCount(string topic) => 4;

    public ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        foreach (var p in publications) Bytes += p.Payload.Length;
        return default;
    }

    public IBusConsumer Join(string topic, string group, string member) => throw new NotSupportedException();

    public IBusConsumer Follow(string topic) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
