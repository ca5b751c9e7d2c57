using System.Runtime.InteropServices;

namespace NetThreat.Flows.Table;

/// <summary>
/// When each flow must be looked at next: a 4-ary heap in native memory. Entries are never moved when a flow's due time changes; one that
/// no longer matches its flow is skipped, and swept when such entries are the majority.
/// </summary>
internal sealed unsafe class DueHeap : IDisposable
{
    /// <summary>Unused entries before the first: the four children of an entry then fill one cache line.</summary>
    private const int Lead = 3;
    private const int CacheLine = 64;
    private Entry* _memory;
    private Entry* _entries;
    private int _capacity;

    public DueHeap()
    {
        _capacity = 1024;
        _memory = (Entry*)NativeMemory.AlignedAlloc(Size, CacheLine);
        _entries = _memory + Lead;
    }

    public int Count { get; private set; }

    public long Bytes => (long)Size;

    /// <summary>Valid when <see cref="Count"/> is above 0.</summary>
    public long TopTime => _entries[0].Time;

    public uint TopSlot => _entries[0].Slot;

    /// <summary>Fetches the flows of which one will be on top next.</summary>
    public void PrefetchNext(FlowTable table)
    {
        int end = Math.Min(5, Count);
        for (int i = 1; i < end; i++) table.PrefetchTimes(_entries[i].Slot);
    }

    public void Push(long time, uint slot)
    {
        if (Count == _capacity) Grow();
        Up(Count++, new Entry { Time = time, Slot = slot });
    }

    public void Pop()
    {
        var last = _entries[--Count];
        if (Count > 0) Down(0, last);
    }

    /// <summary>Replaces the top by the same flow at a later time: one walk instead of two.</summary>
    public void Reschedule(long time) => Down(0, new Entry { Time = time, Slot = _entries[0].Slot });

    /// <summary>Drops every entry that its flow no longer stands by.</summary>
    public void Sweep(FlowTable table)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            FlowSlot* slot = table.At(_entries[i].Slot);
            if (slot->InUse && slot->Scheduled == _entries[i].Time) _entries[kept++] = _entries[i];
        }

        Count = kept;
        if (kept < 2) return;
        for (int i = (kept - 2) / 4; i >= 0; i--) Down(i, _entries[i]);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = _entries = null;
        GC.SuppressFinalize(this);
    }

    ~DueHeap() => NativeMemory.AlignedFree(_memory);

    private nuint Size => ((nuint)_capacity + Lead) * (nuint)sizeof(Entry);

    private void Up(int i, Entry entry)
    {
        while (i > 0)
        {
            int parent = (i - 1) / 4;
            if (_entries[parent].Time <= entry.Time) break;
            _entries[i] = _entries[parent];
            i = parent;
        }

        _entries[i] = entry;
    }

    private void Down(int i, Entry entry)
    {
        for (; ; )
        {
            int child = i * 4 + 1;
            if (child >= Count) break;
            int least = child;
            int end = Math.Min(child + 4, Count);
            for (int c = child + 1; c < end; c++)
                if (_entries[c].Time < _entries[least].Time) least = c;
            if (_entries[least].Time >= entry.Time) break;
            _entries[i] = _entries[least];
            i = least;
        }

        _entries[i] = entry;
    }

    private void Grow()
    {
        _capacity *= 2;
        _memory = (Entry*)NativeMemory.AlignedRealloc(_memory, Size, CacheLine);
        _entries = _memory + Lead;
    }

    private struct Entry
    {
        public long Time;
        public uint Slot;
    }
}
