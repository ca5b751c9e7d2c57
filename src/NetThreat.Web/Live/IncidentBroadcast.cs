using System.Collections.Concurrent;
using System.Threading.Channels;
using NetThreat.Core.Incidents;

namespace NetThreat.Web.Live;

/// <summary>Hands incident revisions from the bus to event streams and open pages. A listener that is too slow loses the oldest and learns that it did.</summary>
internal sealed class IncidentBroadcast(WebOptions options)
{
    private readonly ConcurrentDictionary<IncidentSubscription, byte> _subscriptions = new();
    private readonly Lock _gate = new();
    private long _version;

    /// <summary>Rises with every change of any incident, by workers or people.</summary>
    public long Version => Interlocked.Read(ref _version);

    public int Subscriptions => _subscriptions.Count;

    /// <returns>Null when <see cref="WebOptions.MaxEventStreams"/> are open.</returns>
    public IncidentSubscription? TrySubscribe()
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= options.MaxEventStreams) return null;
            var subscription = new IncidentSubscription(s => _subscriptions.TryRemove(s, out _));
            _subscriptions[subscription] = 0;
            return subscription;
        }
    }

    public void Publish(IReadOnlyList<Incident> incidents)
    {
        foreach (var (subscription, _) in _subscriptions)
            foreach (var incident in incidents) subscription.Offer(incident);
        if (incidents.Count > 0) Interlocked.Increment(ref _version);
    }

    /// <summary>People changed an incident.</summary>
    public void NoteHandling() => Interlocked.Increment(ref _version);
}

/// <summary>One listener's bounded queue.</summary>
internal sealed class IncidentSubscription : IDisposable
{
    public const int Capacity = 256;

    private readonly Action<IncidentSubscription> _remove;
    private readonly Channel<Incident> _queue;
    private long _lost;

    public IncidentSubscription(Action<IncidentSubscription> remove)
    {
        _remove = remove;
        _queue = Channel.CreateBounded<Incident>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _lost));
    }

    public ChannelReader<Incident> Reader => _queue.Reader;

    /// <summary>How many were lost since the last call.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    public void Offer(Incident incident) => _queue.Writer.TryWrite(incident);

    public void Dispose() => _remove(this);
}
