using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>
/// Kafka's semantics inside one process: partitions, order, groups that share partitions, positions. Bounded: a publisher waits while
/// the slowest group is behind by more than the capacity. Not durable, and a topic that no group has joined keeps nothing, so groups
/// join before publishers begin. Payloads are not copied: a publisher does not touch them again.
/// </summary>
internal sealed class InProcessBus : IBus
{
    private readonly Dictionary<string, TopicLog> _topics;
    private readonly InProcessBusOptions _options;
    private readonly TimeProvider _time;

    public InProcessBus(InProcessBusOptions options, TimeProvider time)
    {
        if (options.Errors().ToList() is { Count: > 0 } errors) throw new ArgumentException(string.Join("; ", errors), nameof(options));
        _options = options;
        _time = time;
        _topics = Topics.All.ToDictionary(t => t, t => new TopicLog(t, options), StringComparer.Ordinal);
    }

    public bool IsDurable => false;

    public int PartitionCount(string topic) => Log(topic).Partitions.Count;

    public async ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        foreach (var p in publications) Check(p);
        for (int i = 0; i < publications.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            await Log(publications[i].Topic).PublishAsync(publications[i].Partition, publications[i].Payload, cancellation);
        }
    }

    public IBusConsumer Join(string topic, string group, string member) => new GroupConsumer(Log(topic), group, member, _options, _time);

    public IBusConsumer Follow(string topic) => new FollowConsumer(Log(topic), _options, _time);

    /// <summary>Ends every wait of publishers and consumers with an <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var log in _topics.Values) log.Close();
        return ValueTask.CompletedTask;
    }

    private TopicLog Log(string topic) =>
        _topics.TryGetValue(topic, out var log) ? log : throw new ArgumentException($"no topic '{topic}'; there are {string.Join(", ", Topics.All)}", nameof(topic));

    private void Check(Publication publication)
    {
        int n = PartitionCount(publication.Topic);
        if (publication.Partition < 0 || publication.Partition >= n)
            throw new ArgumentException($"{publication.Topic} has {n} partitions, no partition {publication.Partition}");
    }
}
