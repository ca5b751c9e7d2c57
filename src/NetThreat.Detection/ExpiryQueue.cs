using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>
/// Keys by the time at which they are due. A key that lives on is not moved: its entry is found stale when it comes up and asked again.
/// </summary>
/// <typeparam name="TKey">The key, ordered so that ties are decided alike everywhere.</typeparam>
/// <param name="dueOf">Says when a key is really due; null when it is gone.</param>
internal sealed class ExpiryQueue<TKey>(Func<TKey, Timestamp?> dueOf) where TKey : notnull, IComparable<TKey>
{
    private readonly PriorityQueue<TKey, (Timestamp Due, TKey Key)> _queue = new();

    public void Add(TKey key, Timestamp due) => _queue.Enqueue(key, (due, key));

    /// <summary>Takes a key that is due at or before <paramref name="now"/>.</summary>
    public bool TryTake(Timestamp now, out TKey key, out Timestamp due)
    {
        while (_queue.TryPeek(out key!, out var head) && head.Due <= now)
        {
            _queue.Dequeue();
            if (dueOf(key) is not { } real) continue;
            if (real > head.Due)
            {
                _queue.Enqueue(key, (real, key));
                continue;
            }
            due = real;
            return true;
        }
        due = default;
        return false;
    }

    /// <summary>Takes the key that is due first, whenever that is.</summary>
    public bool TryTakeFirst(out TKey key) => TryTake(Timestamp.MaxValue, out key, out _);
}
