using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>A live view: all partitions from their end, without assignments. It holds nobody back; when it is slow it loses its oldest messages.</summary>
public sealed class FollowConsumer : IBusConsumer
{
    private readonly TopicLog _log;
    private readonly InProcessBusOptions _options;
    private readonly TimeProvider _time;
    private readonly Queue<BusMessage> _queue = new();
    private long _bytes;
    private bool _left;

    internal FollowConsumer(TopicLog log, InProcessBusOptions options, TimeProvider time)
    {
        _log = log;
        _options = options;
        _time = time;
        lock (log.Gate) log.Add(this);
    }

    /// <summary>Signalled when there may be something to take.</summary>
    internal WakeUp Wake { get; } = new();

    /// <summary>Messages that this view lost because it was slow; the offsets show where.</summary>
    public long Dropped { get; private set; }

    /// <summary>Called by the topic under its lock.</summary>
    internal void Offer(BusMessage message)
    {
        _queue.Enqueue(message);
        _bytes += message.Payload.Length;
        while (_bytes > _options.FollowCapacityBytes && _queue.Count > 1)
        {
            _bytes -= _queue.Dequeue().Payload.Length;
            Dropped++;
        }
        Wake.Signal();
    }

    public ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation) => PollLoop.RunAsync(Take, wait, _time, cancellation);

    public void Seek(int partition, long offset) => throw new InvalidOperationException("a live view owns no partition and cannot seek");

    /// <summary>A live view has no position to record.</summary>
    public ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation) => ValueTask.CompletedTask;

    public long Committed(int partition) => 0;

    public long EndOffset(int partition)
    {
        lock (_log.Gate) return _log.Partitions[partition].End;
    }

    public ValueTask DisposeAsync()
    {
        lock (_log.Gate)
        {
            _left = true;
            _log.Remove(this);
            _queue.Clear();
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
            if (_queue.Count == 0) return null;
            var messages = new List<BusMessage>();
            for (long room = _options.MaxPollBytes; room > 0 && _queue.TryDequeue(out var m); room -= m.Payload.Length)
            {
                messages.Add(m);
                _bytes -= m.Payload.Length;
            }
            return new([], [], messages);
        }
    }
}
