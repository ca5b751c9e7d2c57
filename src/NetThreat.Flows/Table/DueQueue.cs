using System.Numerics;
using System.Runtime.InteropServices;

namespace NetThreat.Flows.Table;

/// <summary>
/// When each flow must be looked at next. Far times wait unsorted in a hierarchy of buckets, each 64 times as wide as the one below
/// (a hierarchical timing wheel, Varghese and Lauck 1987, whose position jumps over empty buckets); what the position has passed is in a
/// heap, which gives exact order. Entries are never moved when a flow's due time changes; one that no longer matches its flow is skipped
/// when its bucket is opened, and swept when such entries are the majority.
/// </summary>
internal sealed unsafe class DueQueue : IDisposable
{
    /// <summary>The finest bucket is 2^26 ns (67 ms) wide.</summary>
    private const int TickBits = 26, LevelBits = 6, Levels = 7, Fan = 1 << LevelBits;
    private const int Ahead = 12;
    private readonly FlowTable _table;
    private readonly DueHeap _heap = new();
    private readonly ulong[] _occupied = new ulong[Levels];
    private DueBucket* _buckets;
    private DueBlocks* _blocks;

    /// <summary>Entries of this tick and earlier ones are in the heap.</summary>
    private ulong _position;
    private int _waiting;

    public DueQueue(FlowTable table)
    {
        _table = table;
        _buckets = (DueBucket*)NativeMemory.AllocZeroed((nuint)(Levels * Fan * sizeof(DueBucket)));
        _blocks = DueBlocks.Create();
    }

    ~DueQueue() => Release();

    public int Count => _heap.Count + _waiting;

    public long Bytes => _heap.Bytes + _blocks->Bytes + Levels * Fan * sizeof(DueBucket);

    /// <summary>No entry is earlier.</summary>
    public long Earliest { get; private set; } = long.MaxValue;

    /// <summary>Valid after <see cref="HasBefore"/> returned true.</summary>
    public long TopTime => _heap.TopTime;

    public uint TopSlot => _heap.TopSlot;

    public void Push(long time, uint slot)
    {
        ulong tick = Tick(time);
        if (tick <= _position) _heap.Push(time, slot);
        else Wait(tick, new DueEntry { Time = time, Slot = slot });
        if (time < Earliest) Earliest = time;
    }

    /// <summary>True when the earliest entry, then on top, is before the limit.</summary>
    public bool HasBefore(long limit)
    {
        // The heap has nothing that the buckets precede.
        while (_heap.Count == 0)
        {
            Earliest = NextBucket(out int level, out int bucket);
            if (Earliest >= limit) return false;
            Open(level, bucket, Earliest);
        }

        Earliest = _heap.TopTime;
        return Earliest < limit;
    }

    public void Pop() => _heap.Pop();

    /// <summary>Replaces the top by the same flow at a later time.</summary>
    public void Reschedule(long time)
    {
        if (Tick(time) <= _position)
        {
            _heap.Reschedule(time);
            return;
        }

        uint slot = _heap.TopSlot;
        _heap.Pop();
        Push(time, slot);
    }

    public void PrefetchNext() => _heap.PrefetchNext(_table);

    /// <summary>Drops every entry that its flow no longer stands by.</summary>
    public void Sweep()
    {
        _heap.Sweep(_table);
        for (int level = 0; level < Levels; level++)
        {
            for (ulong set = _occupied[level]; set != 0; set &= set - 1)
            {
                int i = BitOperations.TrailingZeroCount(set);
                DueBucket all = _buckets[level * Fan + i];
                _buckets[level * Fan + i] = default;
                _occupied[level] &= ~(1UL << i);
                _waiting -= all.Count;
                while (_blocks->Take(ref all, out DueEntry e))
                    if (Stands(e)) Wait(Tick(e.Time), e);
            }
        }
    }

    public void Dispose()
    {
        _heap.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    private static ulong Tick(long time) => ((ulong)time ^ 1UL << 63) >> TickBits;

    private static long Start(ulong tick) => (long)(tick << TickBits ^ 1UL << 63);

    private bool Stands(in DueEntry e)
    {
        FlowSlot* f = _table.At(e.Slot);
        return f->InUse && f->Scheduled == e.Time;
    }

    private void Wait(ulong tick, in DueEntry entry)
    {
        int level = (63 - BitOperations.LeadingZeroCount(tick ^ _position)) / LevelBits;
        int bucket = (int)(tick >> level * LevelBits) & (Fan - 1);
        _occupied[level] |= 1UL << bucket;
        _blocks->Add(ref _buckets[level * Fan + bucket], entry);
        _waiting++;
    }

    /// <summary>The earliest bucket with entries.</summary>
    /// <returns>The earliest time it can hold; the end of time when there is none.</returns>
    private long NextBucket(out int level, out int bucket)
    {
        level = bucket = 0;
        if (_waiting == 0) return long.MaxValue;
        while (_occupied[level] == 0) level++;

        // All entries of a level share the position's digits above it and lie beyond its digit there.
        bucket = BitOperations.TrailingZeroCount(_occupied[level]);
        int shift = level * LevelBits;
        ulong above = _position >> shift + LevelBits << shift + LevelBits;
        return Start(above | (ulong)bucket << shift);
    }

    /// <summary>Moves the position to the bucket's start and its entries to where they then belong.</summary>
    private void Open(int level, int bucket, long start)
    {
        DueBucket all = _buckets[level * Fan + bucket];
        _buckets[level * Fan + bucket] = default;
        _occupied[level] &= ~(1UL << bucket);
        _waiting -= all.Count;
        _position = Tick(start);
        DueEntry* ring = stackalloc DueEntry[Ahead];
        int held = 0, next = 0;
        while (_blocks->Take(ref all, out DueEntry e))
        {
            _table.PrefetchTimes(e.Slot);
            if (held == Ahead) Place(ring[next]);
            else held++;
            ring[next] = e;
            next = (next + 1) % Ahead;
        }

        for (int i = 0; i < held; i++) Place(ring[(next + Ahead - held + i) % Ahead]);
    }

    /// <summary>Where a flow's entry belongs by what the flow says now.</summary>
    private void Place(DueEntry e)
    {
        if (!Stands(e)) return;
        FlowSlot* f = _table.At(e.Slot);
        e.Time = f->Scheduled = _table.DueOf(f) + f->Rare->Lateness;
        ulong tick = Tick(e.Time);
        if (tick <= _position) _heap.Push(e.Time, e.Slot);
        else Wait(tick, e);
    }

    private void Release()
    {
        NativeMemory.Free(_buckets);
        DueBlocks.Destroy(_blocks);
        _buckets = null;
        _blocks = null;
    }
}
