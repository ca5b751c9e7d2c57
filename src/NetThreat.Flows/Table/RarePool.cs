using System.Runtime.InteropServices;

namespace NetThreat.Flows.Table;

/// <summary>Rare states in native chunks with a list of the free ones. Lives in native memory itself, so that a slot reaches it.</summary>
internal unsafe struct RarePool
{
    public const int ChunkStates = 64;
    private RareState* _shared, _free;
    private Chunk* _chunks;

    private struct Chunk
    {
        public Chunk* Next;
        public RareState* States;
    }

    /// <summary>The state of flows that have none of their own; never written to.</summary>
    public readonly RareState* Shared => _shared;

    /// <summary>Nothing is left to take without growing.</summary>
    public readonly bool IsEmpty => _free == null;

    public long Bytes { get; private set; }

    public static int ChunkBytes => ChunkStates * sizeof(RareState);

    public static RarePool* Create()
    {
        var pool = (RarePool*)NativeMemory.AllocZeroed((nuint)sizeof(RarePool));
        pool->_shared = (RareState*)NativeMemory.AllocZeroed((nuint)sizeof(RareState));
        pool->_shared->Pool = pool;
        pool->_shared->IsShared = true;
        return pool;
    }

    public static void Destroy(RarePool* pool)
    {
        if (pool == null) return;
        for (Chunk* c = pool->_chunks; c != null;)
        {
            Chunk* next = c->Next;
            NativeMemory.AlignedFree(c->States);
            NativeMemory.Free(c);
            c = next;
        }

        NativeMemory.Free(pool->_shared);
        NativeMemory.Free(pool);
    }

    /// <summary>A state that is all zero. The table makes room before a packet can need one; should it not have, the pool grows.</summary>
    public RareState* Take()
    {
        if (_free == null) Grow();
        RareState* state = _free;
        _free = state->Next;
        var pool = _shared->Pool;
        *state = default;
        state->Pool = pool;
        return state;
    }

    public void Return(RareState* state)
    {
        state->Next = _free;
        _free = state;
    }

    public void Grow()
    {
        var chunk = (Chunk*)NativeMemory.Alloc((nuint)sizeof(Chunk));
        chunk->States = (RareState*)NativeMemory.AlignedAlloc((nuint)ChunkBytes, 64);
        chunk->Next = _chunks;
        _chunks = chunk;
        Bytes += ChunkBytes;
        for (int i = ChunkStates - 1; i >= 0; i--) Return(chunk->States + i);
    }
}
