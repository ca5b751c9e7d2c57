namespace NetThreat.Messaging.InProcess;

/// <summary>The kept messages of one partition. Guarded by its topic's lock.</summary>
internal sealed class PartitionLog
{
    private readonly List<Entry> _entries = [];
    private int _trimmed;

    /// <summary>The earliest offset that is kept; the end where nothing is.</summary>
    public long Begin { get; private set; }

    public long End { get; private set; }

    /// <summary>Bytes of all messages ever appended.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Publishers that wait for room, in the order they came.</summary>
    public LinkedList<PublishWaiter> Waiters { get; } = new();

    public long Append(ReadOnlyMemory<byte> payload)
    {
        _entries.Add(new(payload, TotalBytes));
        TotalBytes += payload.Length;
        return End++;
    }

    public ReadOnlyMemory<byte> this[long offset] => At(offset).Payload;

    /// <summary>Bytes from the offset to the end.</summary>
    public long BytesFrom(long offset) => offset >= End ? 0 : TotalBytes - At(offset).Before;

    /// <summary>Forgets what is before the offset; the room is given back in amortised constant time.</summary>
    public void TrimTo(long offset)
    {
        for (; Begin < Math.Min(offset, End); Begin++) _entries[_trimmed++] = default;
        if (_trimmed * 2 < _entries.Count) return;
        _entries.RemoveRange(0, _trimmed);
        _trimmed = 0;
    }

    private Entry At(long offset) => _entries[(int)(offset - Begin) + _trimmed];

    private readonly record struct Entry(ReadOnlyMemory<byte> Payload, long Before);
}
