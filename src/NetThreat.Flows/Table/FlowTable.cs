using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using NetThreat.Flows.Features;

namespace NetThreat.Flows.Table;

/// <summary>
/// The live flows: slots in native chunks that never move, found through an open-addressing index of (tag, slot number) pairs with linear
/// probing and backward-shift deletion. The tag is the lower half of the hash: with the place of an entry in it, growing the index and
/// deleting from it touch no slot. Not thread-safe.
/// </summary>
internal sealed unsafe class FlowTable : IDisposable
{
    public const uint None = uint.MaxValue;

    /// <summary>Index entries, heap entries and their growth, per flow at worst.</summary>
    private const int OverheadPerFlow = 112;
    private const int ChunkBits = 8;
    private const int ChunkSlots = 1 << ChunkBits;

    /// <summary>Of a load of more than this many sixteenths the index grows.</summary>
    private const int MaxLoad = 10;
    private readonly bool _extended, _segments;
    private readonly int _flowSize;
    private readonly long _maxBytes;
    private readonly ulong _seed;
    private readonly List<nint> _chunks = [];
    private readonly Stack<uint> _free = new();
    private RarePool* _rare;
    private nint[] _chunkAddresses = [];
    private ulong* _index;
    private int _mask;
    private uint _used;

    /// <param name="options">Profile, segments and seed.</param>
    /// <param name="maxBytes">What everything about live flows may take.</param>
    public FlowTable(MeterOptions options, long maxBytes)
    {
        _extended = options.Profile == MeterProfile.Full;
        _segments = options.Segments;
        _seed = options.HashSeed;
        _flowSize = sizeof(FlowSlot) + (_extended ? sizeof(ExtendedState) : 0);
        _maxBytes = maxBytes;
        _rare = RarePool.Create();
        _mask = 1023;
        _index = (ulong*)NativeMemory.AllocZeroed(1024, sizeof(ulong));
    }

    public int Count { get; private set; }

    /// <summary>No flow can be added before one leaves.</summary>
    public bool IsFull => _free.Count == 0 && (_used & (ChunkSlots - 1)) == 0 && !CanAddChunk;

    /// <summary>No flow can take a rare state before another gives one back.</summary>
    public bool NeedsRare
    {
        get
        {
            if (!_rare->IsEmpty) return false;
            if (_rare->Bytes > 0 && SlotBytes(_chunks.Count) + _rare->Bytes + RarePool.ChunkBytes > _maxBytes) return true;
            _rare->Grow();
            return false;
        }
    }

    /// <summary>Slots ever handed out; slot numbers are below it.</summary>
    public uint Slots => _used;

    public long Bytes => (long)_chunks.Count * ChunkSlots * _flowSize + _rare->Bytes + (_mask + 1L) * sizeof(ulong);

    /// <summary>An eighth is kept for rare states, which flows take later.</summary>
    private bool CanAddChunk => _chunks.Count == 0 || SlotBytes(_chunks.Count + 1) + Math.Max(_rare->Bytes, _maxBytes / 8) <= _maxBytes;

    /// <summary>When the flow has something to say if no packet comes before: at its next segment boundary or at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long DueOf(FlowSlot* f)
    {
        long end = f->End;
        return _segments && f->Boundary < end ? f->Boundary : end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlowSlot* At(uint slot) => (FlowSlot*)_chunkAddresses[slot >> ChunkBits] + (slot & (ChunkSlots - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchIndex(ulong hash)
    {
        if (Sse.IsSupported) Sse.Prefetch0(_index + ((int)hash & _mask));
    }

    /// <summary>Fetches the slot that the first index entry of the hash names, right in nearly all cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchSlot(ulong hash)
    {
        ulong entry = _index[(int)hash & _mask];
        if (entry == 0 || !Sse.IsSupported) return;
        byte* at = (byte*)At((uint)entry - 1);
        for (int i = 0; i < sizeof(FlowSlot); i += 64) Sse.Prefetch0(at + i);
    }

    /// <summary>Fetches what the clock looks at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchTimes(uint slot)
    {
        if (!Sse.IsSupported) return;
        byte* at = (byte*)At(slot);
        Sse.Prefetch0(at);
        Sse.Prefetch0(at + 64);
        Sse.Prefetch0(at + 128);
    }

    /// <summary>Fetches all of a flow that is about to end.</summary>
    public void PrefetchFlow(uint slot)
    {
        if (!Sse.IsSupported) return;
        byte* at = (byte*)At(slot);
        for (int i = 0; i < sizeof(FlowSlot); i += 64) Sse.Prefetch0(at + i);
    }

    /// <summary>The slot of the key, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Find(in PackedKey key, ulong hash)
    {
        uint tag = (uint)hash;
        for (int i = (int)hash & _mask; ; i = (i + 1) & _mask)
        {
            ulong entry = _index[i];
            if (entry == 0) return None;
            if ((uint)(entry >> 32) == tag && At((uint)entry - 1)->Key.Same(key)) return (uint)entry - 1;
        }
    }

    /// <summary>A zeroed slot with the key set. The table must not be full.</summary>
    public uint Insert(in PackedKey key, ulong hash)
    {
        if ((Count + 1) * 16L > (_mask + 1L) * MaxLoad) Rehash();
        uint slot = _free.Count > 0 ? _free.Pop() : Fresh();
        FlowSlot* f = At(slot);
        Unsafe.InitBlockUnaligned(f, 0, (uint)sizeof(FlowSlot));
        f->Extended = ExtendedOf(slot);
        if (_extended) Unsafe.InitBlockUnaligned(f->Extended, 0, (uint)sizeof(ExtendedState));
        f->Key = key;
        f->Rare = _rare->Shared;
        f->InUse = true;
        Place(slot, hash);
        Count++;
        return slot;
    }

    public void Remove(uint slot)
    {
        FlowSlot* f = At(slot);
        int i = (int)f->Key.Hash(_seed) & _mask;
        while ((uint)_index[i] != slot + 1) i = (i + 1) & _mask;
        Close(i);
        if (!f->Rare->IsShared) _rare->Return(f->Rare);
        f->InUse = false;
        _free.Push(slot);
        Count--;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~FlowTable() => Release();

    private void Release()
    {
        foreach (nint c in _chunks) NativeMemory.AlignedFree((void*)c);
        _chunks.Clear();
        NativeMemory.Free(_index);
        RarePool.Destroy(_rare);
        _index = null;
        _rare = null;
    }

    private long SlotBytes(int chunks) => (long)chunks * ChunkSlots * (_flowSize + OverheadPerFlow);

    /// <summary>Extended features stand behind the slots of a chunk.</summary>
    private ExtendedState* ExtendedOf(uint slot) => _extended
        ? (ExtendedState*)(_chunkAddresses[slot >> ChunkBits] + ChunkSlots * sizeof(FlowSlot)) + (slot & (ChunkSlots - 1))
        : null;

    private uint Fresh()
    {
        if ((_used & (ChunkSlots - 1)) == 0)
        {
            _chunks.Add((nint)NativeMemory.AlignedAlloc((nuint)(ChunkSlots * _flowSize), 64));
            if (_chunks.Count > _chunkAddresses.Length) Array.Resize(ref _chunkAddresses, Math.Max(16, _chunks.Count * 2));
            _chunkAddresses[_chunks.Count - 1] = _chunks[^1];
        }

        return _used++;
    }

    private void Place(uint slot, ulong hash)
    {
        int i = (int)hash & _mask;
        while (_index[i] != 0) i = (i + 1) & _mask;
        _index[i] = hash << 32 | (slot + 1);
    }

    /// <summary>Empties an index entry and moves later ones of its run back, so that no tombstones gather.</summary>
    private void Close(int hole)
    {
        for (int i = (hole + 1) & _mask; _index[i] != 0; i = (i + 1) & _mask)
        {
            int home = (int)(_index[i] >> 32) & _mask;
            if (((i - home) & _mask) < ((i - hole) & _mask)) continue;
            _index[hole] = _index[i];
            hole = i;
        }

        _index[hole] = 0;
    }

    private void Rehash()
    {
        ulong* old = _index;
        int oldLength = _mask + 1;
        _mask = oldLength * 2 - 1;
        _index = (ulong*)NativeMemory.AllocZeroed((nuint)(_mask + 1), sizeof(ulong));
        for (int i = 0; i < oldLength; i++)
            if (old[i] != 0) Place((uint)old[i] - 1, old[i] >> 32);
        NativeMemory.Free(old);
    }
}
