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
    private readonly PriorityQueue<(T Item, long Offset), (Timestamp Time, TTie Tie)> _queue = new();
    private readonly SortedDictionary<long, int> _heldByOffset = [];

    public int Count => _queue.Count;

    public void Add(T item, Timestamp time, TTie tie, long offset)
    {
        _queue.Enqueue((item, offset), (time, tie));
        _heldByOffset[offset] = _heldByOffset.GetValueOrDefault(offset) + 1;
    }

    /// <summary>Takes the earliest record if its time is before <paramref name="limit"/> (or the limit is the end of time).</summary>
    public bool TryTake(Timestamp limit, out T item, out Timestamp time)
    {
        if (_queue.TryPeek(out var head, out var priority) && (priority.Time < limit || limit == Timestamp.MaxValue))
        {
            _queue.Dequeue();
            int left = _heldByOffset[head.Offset] - 1;
            if (left == 0) _heldByOffset.Remove(head.Offset);
            else _heldByOffset[head.Offset] = left;
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
        foreach (long offset in _heldByOffset.Keys) return offset;
        return none;
    }
}
