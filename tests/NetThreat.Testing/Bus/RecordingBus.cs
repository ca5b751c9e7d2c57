using NetThreat.Core.Bus;

namespace NetThreat.Testing.Bus;

/// <summary>A bus that keeps what is published, in order, and delivers nothing.</summary>
public sealed class RecordingBus(int partitions = 3) : IBus
{
    private readonly List<Publication> _published = [];

    public IReadOnlyList<Publication> Published => _published;

    /// <summary>Called before each publication is accepted; may throw or wait.</summary>
    public Func<Publication, CancellationToken, ValueTask>? Gate { get; set; }

    public bool IsDurable => false;

    public int PartitionCount(string topic) => partitions;

    public async ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        foreach (var p in publications)
        {
            if (Gate is not null) await Gate(p, cancellation);
            _published.Add(p);
        }
    }

    public IBusConsumer Join(string topic, string group, string member) => throw new NotSupportedException();

    public IBusConsumer Follow(string topic) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
