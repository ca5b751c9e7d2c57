using System.Collections.Concurrent;
using System.Threading.Channels;
using NetThreat.Core.Bus;

namespace NetThreat.Testing.Bus;

/// <summary>A bus of one partition a topic that can be followed and published to, and can be told to fail.</summary>
public sealed class FollowedBus : IBus
{
    private readonly ConcurrentDictionary<Follower, byte> _followers = new();
    private readonly Lock _gate = new();
    private long _offset;

    public bool IsDurable => false;

    /// <summary>When set, followers fail with it.</summary>
    public Exception? Failure { get; set; }

    public int Followers(string topic) => _followers.Keys.Count(f => f.Topic == topic);

    public int PartitionCount(string topic) => 1;

    public ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var p in publications)
            {
                var message = new BusMessage(p.Topic, p.Partition, _offset++, p.Payload);
                foreach (var (follower, _) in _followers)
                    if (follower.Topic == p.Topic) follower.Queue.Writer.TryWrite(message);
            }
        }
        return default;
    }

    public IBusConsumer Join(string topic, string group, string member) => throw new NotSupportedException();

    public IBusConsumer Follow(string topic)
    {
        var follower = new Follower(this, topic);
        _followers[follower] = 0;
        return follower;
    }

    public ValueTask DisposeAsync() => default;

    private sealed class Follower(FollowedBus bus, string topic) : IBusConsumer
    {
        public string Topic => topic;

        public Channel<BusMessage> Queue { get; } = Channel.CreateUnbounded<BusMessage>();

        public async ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation)
        {
            if (bus.Failure is { } failure) throw failure;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(wait);
            try
            {
                await Queue.Reader.WaitToReadAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return PollResult.Empty;
            }
            var messages = new List<BusMessage>();
            while (Queue.Reader.TryRead(out var message)) messages.Add(message);
            return new([], [], messages);
        }

        public void Seek(int partition, long offset) => throw new NotSupportedException();

        public ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation) => default;

        public long Committed(int partition) => 0;

        public long EndOffset(int partition) => 0;

        public ValueTask DisposeAsync()
        {
            bus._followers.TryRemove(this, out _);
            return default;
        }
    }
}
