using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>A member of a group.</summary>
internal sealed class GroupConsumer : IBusConsumer
{
    private readonly TopicLog _log;
    private readonly ConsumerGroup _group;
    private readonly InProcessBusOptions _options;
    private readonly TimeProvider _time;
    private readonly string _name;
    private int _first;
    private bool _left;

    public GroupConsumer(TopicLog log, string group, string member, InProcessBusOptions options, TimeProvider time)
    {
        _log = log;
        _options = options;
        _time = time;
        _name = $"{group}/{member}";
        lock (log.Gate)
        {
            log.ThrowIfClosed();
            _group = log.Group(group);
            _group.Add(this);
        }
    }

    /// <summary>Signalled when there may be something to take.</summary>
    public WakeUp Wake { get; } = new();

    public ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation) => PollLoop.RunAsync(Take, wait, _time, cancellation);

    public void Seek(int partition, long offset)
    {
        lock (_log.Gate)
        {
            var log = Own(partition);
            if (offset < log.Begin || offset > log.End)
                throw new InvalidOperationException($"{_log.Name}/{partition} keeps offsets {log.Begin} to {log.End}, not {offset}");
            _group.MoveTo(partition, offset);
        }
    }

    public ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_log.Gate)
        {
            var log = Own(partition);
            if (offset > log.End) throw new InvalidOperationException($"{_log.Name}/{partition} ends at {log.End}: {offset} cannot be committed");
            _group.Commit(partition, offset);
        }
        return ValueTask.CompletedTask;
    }

    public long Committed(int partition)
    {
        lock (_log.Gate)
        {
            Own(partition);
            return _group.Committed(partition);
        }
    }

    public long EndOffset(int partition)
    {
        lock (_log.Gate) return _log.Partitions[partition].End;
    }

    public ValueTask DisposeAsync()
    {
        lock (_log.Gate)
        {
            if (_left) return ValueTask.CompletedTask;
            _left = true;
            _group.Remove(this);
            Wake.Signal();
        }
        return ValueTask.CompletedTask;
    }

    private PollResult? Take(out Task wake)
    {
        lock (_log.Gate)
        {
            ObjectDisposedException.ThrowIf(_left, this);
            _log.ThrowIfClosed();
            wake = Wake.Next();
            if (_group.TakeChanges(this) is { } changes) return changes;
            var messages = TakeMessages();
            return messages.Count == 0 ? null : new([], [], messages);
        }
    }

    /// <summary>Begins at another partition each time, so that a busy one does not starve the rest.</summary>
    private List<BusMessage> TakeMessages()
    {
        var messages = new List<BusMessage>();
        long room = _options.MaxPollBytes;
        int n = _log.Partitions.Count;
        for (int i = 0; i < n; i++)
        {
            int p = (_first + i) % n;
            if (ReferenceEquals(_group.Owner(p), this) && room > 0) TakeMessages(p, messages, ref room);
        }
        _first = (_first + 1) % n;
        return messages;
    }

    private void TakeMessages(int partition, List<BusMessage> messages, ref long room)
    {
        var log = _log.Partitions[partition];
        long offset = _group.Position(partition), end = log.End;
        if (offset == end) return;
        for (; offset < end && room > 0; offset++)
        {
            var payload = log[offset];
            if (payload.Length > room && messages.Count > 0)
            {
                room = 0;
                break;
            }
            messages.Add(new(_log.Name, partition, offset, payload));
            room -= payload.Length;
        }
        _group.MoveTo(partition, offset);
    }

    private PartitionLog Own(int partition)
    {
        ObjectDisposedException.ThrowIf(_left, this);
        return partition >= 0 && partition < _log.Partitions.Count && ReferenceEquals(_group.Owner(partition), this)
            ? _log.Partitions[partition]
            : throw new InvalidOperationException($"{_name} does not own {_log.Name}/{partition}");
    }
}
