using NetThreat.Learning.Saving;

namespace NetThreat.Learning.SequenceWindows;

/// <summary>
/// The last rows of every key, in order of event time, in bounded memory: at most <c>maxKeys</c> keys are known, the least recently
/// used one leaves for a new one and is counted. Adding allocates only while the number of keys grows. Not thread-safe.
/// </summary>
public sealed class FlowWindows
{
    private const int NoSlot = -1, FirstSlots = 64;
    private readonly int _steps, _width, _maxKeys;
    private readonly long _maxGap;
    private readonly Dictionary<WindowKey, int> _slots = [];
    private WindowKey[] _keys = new WindowKey[FirstSlots];
    private int[] _counts = new int[FirstSlots], _older = new int[FirstSlots], _newer = new int[FirstSlots];
    private long[] _times;
    private float[] _rows;
    private int _oldest = NoSlot, _newest = NoSlot;

    /// <param name="steps">Rows kept of a key, 1 or more.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="maxKeys">Keys known at once; memory is about <c>maxKeys · steps · (4 · width + 8)</c> bytes.</param>
    /// <param name="maxGap">After a silence longer than this a key's window begins anew.</param>
    public FlowWindows(int steps, int width, int maxKeys, TimeSpan maxGap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxKeys);
        (_steps, _width, _maxKeys, _maxGap) = (steps, width, maxKeys, maxGap.Ticks * 100);
        _times = new long[FirstSlots * steps];
        _rows = new float[FirstSlots * steps * width];
    }

    /// <summary>Keys known.</summary>
    public int Keys => _slots.Count;

    /// <summary>Keys that left because there were too many.</summary>
    public long Evicted { get; private set; }

    /// <summary>Rows older than everything in a full window: they are not taken in.</summary>
    public long Late { get; private set; }

    /// <summary>
    /// Puts a row into the key's window and gives the window up to it: the rows oldest first, and their times. A row that comes late is put
    /// where it belongs in time. Empty where it is older than a whole full window. The views hold until the next call.
    /// </summary>
    /// <param name="time">Event time in nanoseconds.</param>
    public ReadOnlySpan<float> Add(in WindowKey key, long time, ReadOnlySpan<float> row, out ReadOnlySpan<long> times)
    {
        if (row.Length != _width) throw new ArgumentException($"{row.Length} values for rows of {_width}", nameof(row));
        int slot = Slot(key), count = _counts[slot];
        var slotTimes = _times.AsSpan(slot * _steps, _steps);
        var rows = _rows.AsSpan(slot * _steps * _width, _steps * _width);
        if (count > 0 && time - slotTimes[count - 1] > _maxGap) count = 0;
        int at = count;
        while (at > 0 && slotTimes[at - 1] > time) at--;
        times = default;
        if (count == _steps)
        {
            if (at == 0)
            {
                Late++;
                return default;
            }
            at--;
            Shift(slotTimes, rows, 1, 0, at);
        }
        else
        {
            Shift(slotTimes, rows, at, at + 1, count - at);
            count++;
        }
        slotTimes[at] = time;
        row.CopyTo(rows[(at * _width)..]);
        _counts[slot] = count;
        times = slotTimes[..(at + 1)];
        return rows[..((at + 1) * _width)];
    }

    /// <summary>Writes all windows, the least recently used key first.</summary>
    public void Save(ModelWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_width);
        writer.Write(Evicted);
        writer.Write(Late);
        writer.Write(_slots.Count);
        for (int slot = _oldest; slot != NoSlot; slot = _newer[slot])
        {
            var key = _keys[slot];
            writer.Write(key.Site);
            writer.Write((long)key.Host.High);
            writer.Write((long)key.Host.Low);
            writer.Write((long)key.Peer.High);
            writer.Write((long)key.Peer.Low);
            writer.WriteArray<long>(_times.AsSpan(slot * _steps, _counts[slot]));
            writer.WriteArray<float>(_rows.AsSpan(slot * _steps * _width, _counts[slot] * _width));
        }
    }

    /// <summary>Takes over what <see cref="Save"/> wrote of windows of the same shape; what was there is forgotten.</summary>
    /// <exception cref="LearningException">Broken, or of another shape.</exception>
    public void Load(ModelReader reader)
    {
        if (reader.ReadInt32() != _steps || reader.ReadInt32() != _width) throw new LearningException("the saved windows have another number of steps or columns");
        Forget();
        long evicted = reader.ReadInt64(), late = reader.ReadInt64();
        for (int left = reader.ReadCount(0, int.MaxValue); left > 0; left--)
        {
            var key = new WindowKey(reader.ReadString(), new((ulong)reader.ReadInt64(), (ulong)reader.ReadInt64()), new((ulong)reader.ReadInt64(), (ulong)reader.ReadInt64()));
            var times = reader.ReadArray<long>();
            if (times.Length > _steps) throw ModelReader.Broken($"a window of {times.Length} rows");
            var rows = reader.ReadArray<float>(times.Length * _width);
            for (int i = 1; i < times.Length; i++)
                if (times[i] < times[i - 1]) throw ModelReader.Broken("a window is not in order of time");
            int slot = Slot(key);
            _counts[slot] = times.Length;
            times.CopyTo(_times.AsSpan(slot * _steps));
            rows.CopyTo(_rows.AsSpan(slot * _steps * _width));
        }
        // With fewer keys allowed than were saved, the rest has left on the way.
        (Evicted, Late) = (evicted + Evicted, late);
    }

    private void Forget()
    {
        _slots.Clear();
        (_oldest, _newest, Evicted, Late) = (NoSlot, NoSlot, 0, 0);
    }

    private void Shift(Span<long> times, Span<float> rows, int from, int to, int count)
    {
        times.Slice(from, count).CopyTo(times[to..]);
        rows.Slice(from * _width, count * _width).CopyTo(rows[(to * _width)..]);
    }

    /// <summary>The key's place, which becomes the most recently used one.</summary>
    private int Slot(in WindowKey key)
    {
        if (_slots.TryGetValue(key, out int slot))
        {
            if (slot == _newest) return slot;
            Unlink(slot);
        }
        else
        {
            slot = _slots.Count < _maxKeys ? Next() : Evict();
            _slots.Add(key, slot);
            _keys[slot] = key;
            _counts[slot] = 0;
        }
        Append(slot);
        return slot;
    }

    private int Next()
    {
        int slot = _slots.Count;
        if (slot < _keys.Length) return slot;
        int size = (int)Math.Min(_maxKeys, 2L * _keys.Length);
        Array.Resize(ref _keys, size);
        Array.Resize(ref _counts, size);
        Array.Resize(ref _older, size);
        Array.Resize(ref _newer, size);
        Array.Resize(ref _times, checked(size * _steps));
        Array.Resize(ref _rows, checked(size * _steps * _width));
        return slot;
    }

    private int Evict()
    {
        int slot = _oldest;
        Unlink(slot);
        _slots.Remove(_keys[slot]);
        Evicted++;
        return slot;
    }

    private void Append(int slot)
    {
        (_older[slot], _newer[slot]) = (_newest, NoSlot);
        if (_newest == NoSlot) _oldest = slot;
        else _newer[_newest] = slot;
        _newest = slot;
    }

    private void Unlink(int slot)
    {
        int older = _older[slot], newer = _newer[slot];
        if (older == NoSlot) _oldest = newer;
        else _newer[older] = newer;
        if (newer == NoSlot) _newest = older;
        else _older[newer] = older;
    }
}
