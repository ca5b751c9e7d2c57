using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>One topic: its partitions, groups and live views. Everything but <see cref="PublishAsync"/> is called under <see cref="Gate"/>.</summary>
internal sealed class TopicLog
{
    private readonly InProcessBusOptions _options;
    private readonly Dictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<FollowConsumer> _followers = [];
    private bool _closed;

    public TopicLog(string name, InProcessBusOptions options)
    {
        Name = name;
        _options = options;
        Partitions = [.. Enumerable.Range(0, options.PartitionsOf(name)).Select(_ => new PartitionLog())];
    }

    public Lock Gate { get; } = new();

    public string Name { get; }

    public IReadOnlyList<PartitionLog> Partitions { get; }

    public ConsumerGroup Group(string name)
    {
        if (!_groups.TryGetValue(name, out var group)) _groups[name] = group = new(this, _options.FirstEpoch);
        return group;
    }

    public void Add(FollowConsumer follower) => _followers.Add(follower);

    public void Remove(FollowConsumer follower) => _followers.Remove(follower);

    /// <summary>Appends now, or as soon as the slowest group has taken enough.</summary>
    public async ValueTask PublishAsync(int partition, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        LinkedListNode<PublishWaiter> node;
        var log = Partitions[partition];
        lock (Gate)
        {
            ThrowIfClosed();
            if (log.Waiters.Count == 0 && HasRoom(partition, payload.Length))
            {
                Append(partition, payload);
                return;
            }
            node = log.Waiters.AddLast(new PublishWaiter(payload));
        }
        await node.Value.Done.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Gate)
        {
            if (!node.Value.Done.IsCompleted)
            {
                log.Waiters.Remove(node);
                // What waits behind it may fit where it did not.
                MakeRoom(partition);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        await node.Value.Done;
    }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, typeof(InProcessBus));

    /// <summary>Appends the messages that wait and fit by now.</summary>
    public void MakeRoom(int partition)
    {
        var log = Partitions[partition];
        while (log.Waiters.First is { } first && HasRoom(partition, first.Value.Payload.Length))
        {
            log.Waiters.RemoveFirst();
            Append(partition, first.Value.Payload);
            first.Value.Complete();
        }
    }

    /// <summary>Forgets what every group is done with.</summary>
    public void Trim(int partition)
    {
        if (_options.RetainAll) return;
        long done = Partitions[partition].End;
        foreach (var g in _groups.Values) done = Math.Min(done, Math.Min(g.Done(partition), g.Position(partition)));
        Partitions[partition].TrimTo(done);
    }

    /// <summary>Ends every wait with an <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        lock (Gate)
        {
            _closed = true;
            foreach (var log in Partitions)
            {
                foreach (var w in log.Waiters) w.Fail(new ObjectDisposedException(nameof(InProcessBus)));
                log.Waiters.Clear();
            }
            foreach (var f in _followers) f.Wake.Signal();
            foreach (var g in _groups.Values) g.WakeAll();
        }
    }

    private bool HasRoom(int partition, int bytes)
    {
        long backlog = Backlog(partition);
        return backlog == 0 || backlog + bytes <= _options.CapacityBytes;
    }

    /// <summary>Bytes that the slowest group has yet to be given.</summary>
    private long Backlog(int partition)
    {
        long slowest = Partitions[partition].End;
        foreach (var g in _groups.Values) slowest = Math.Min(slowest, g.Position(partition));
        return Partitions[partition].BytesFrom(slowest);
    }

    private void Append(int partition, ReadOnlyMemory<byte> payload)
    {
        long offset = Partitions[partition].Append(payload);
        foreach (var f in _followers) f.Offer(new BusMessage(Name, partition, offset, payload));
        foreach (var g in _groups.Values) g.Owner(partition)?.Wake.Signal();
        if (_groups.Count == 0) Trim(partition);
    }
}
