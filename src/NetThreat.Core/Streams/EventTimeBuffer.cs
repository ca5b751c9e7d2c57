using NetThreat.Core.Time;

namespace NetThreat.Core.Streams;

/// <summary>
/// Holds records until the partition's time has passed them and hands them out by (event time, tie): whatever the order of arrival,
/// the order of application is the same. Remembers the offset behind each record, so that a checkpoint can name the earliest one still held.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
/// <typeparam name="TTie">Decides between records of one time; total.</typeparam>
public sealed class EventTimeBuffer<T, TTie> where TTie : IComparable<TTie>
{
    private readonly PriorityQueue<(T Item, Message Of), (Timestamp Time, TTie Tie)> _queue = new();
    private readonly Queue<Message> _messages = new();
    private Message? _last;

    public int Count => _queue.Count;

    /// <param name="offset">Of the message that brought the record; not below that of an earlier call.</param>
    public void Add(T item, Timestamp time, TTie tie, long offset)
    {
        if (_last is null || _last.Offset != offset) _messages.Enqueue(_last = new Message(offset));
        _last.Held++;
        _queue.Enqueue((item, _last), (time, tie));
    }

    /// <summary>Takes the earliest record if its time is before <paramref name="limit"/> (or the limit is the end of time).</summary>
    public bool TryTake(Timestamp limit, out T item, out Timestamp time)
    {
        if (_queue.TryPeek(out var head, out var priority) && (priority.Time < limit || limit == Timestamp.MaxValue))
        {
            _queue.Dequeue();
            head.Of.Held--;
            item = head.Item;
            time = priority.Time;
            return true;
        }
        item = default!;
        time = default;
        return false;
    }

    /// <summary>The earliest offset with a record still held, or <paramref name="none"/>.</summary>
    public long EarliestOffset(long none)
    {
        while (_messages.TryPeek(out var first) && first.Held == 0)
        {
            _messages.Dequeue();
            if (first == _last) _last = null;
        }
        return _messages.TryPeek(out var earliest) ? earliest.Offset : none;
    }

    private sealed class Message(long offset)
    {
        public long Offset { get; } = offset;

        public int Held { get; set; }
    }
}
