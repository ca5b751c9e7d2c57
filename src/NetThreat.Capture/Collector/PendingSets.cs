namespace NetThreat.Capture.Collector;

/// <summary>Data sets whose template has not come yet, bounded in number, bytes and age. What leaves unread is counted.</summary>
internal sealed class PendingSets(int maxSets, long maxBytes, TimeSpan maxAge)
{
    private readonly LinkedList<Waiting> _sets = new();

    /// <summary>Sets that had to wait, ever.</summary>
    public long Total { get; private set; }

    /// <summary>Sets that were read once their template had come.</summary>
    public long Resolved { get; private set; }

    /// <summary>Sets that left because of age.</summary>
    public long Expired { get; private set; }

    /// <summary>Sets that left because of the limit.</summary>
    public long Overflowed { get; private set; }

    public int Held => _sets.Count;

    public long HeldBytes { get; private set; }

    public void Add(ExportDomain domain, ushort id, ReadOnlySpan<byte> set, in ExportHeader header)
    {
        Total++;
        Expire(header.Received);
        while (_sets.First is { } oldest && (_sets.Count >= maxSets || HeldBytes + set.Length > maxBytes))
        {
            Remove(oldest);
            Overflowed++;
        }

        _sets.AddLast(new Waiting(domain, id, set.ToArray(), header));
        HeldBytes += set.Length;
    }

    /// <summary>Takes the oldest set that a template can now read.</summary>
    public bool TryTake(ExportDomain domain, ushort id, out Waiting set)
    {
        for (var node = _sets.First; node is not null; node = node.Next)
        {
            if (node.Value.Id != id || node.Value.Domain != domain) continue;
            set = node.Value;
            Remove(node);
            Resolved++;
            return true;
        }

        set = default;
        return false;
    }

    /// <summary>Lets go what has waited too long by <paramref name="now"/> (nanoseconds).</summary>
    public void Expire(long now)
    {
        while (_sets.First is { } oldest && now - oldest.Value.Header.Received > maxAge.Ticks * 100)
        {
            Remove(oldest);
            Expired++;
        }
    }

    private void Remove(LinkedListNode<Waiting> node)
    {
        HeldBytes -= node.Value.Bytes.Length;
        _sets.Remove(node);
    }

    internal readonly record struct Waiting(ExportDomain Domain, ushort Id, byte[] Bytes, ExportHeader Header);
}
