using System.Runtime.InteropServices;

namespace NetThreat.Flows.Table;

/// <summary>A flow's number and when to look at it.</summary>
internal struct DueEntry
{
    public long Time;
    public uint Slot;
}

/// <summary>An unsorted bag of entries.</summary>
internal unsafe struct DueBucket
{
    public DueBlock* First;
    public int Count;
}

/// <summary>A piece of a bucket's entries.</summary>
internal unsafe struct DueBlock
{
    public const int Capacity = 31;
    public DueBlock* Next;
    public int Count;

    public static DueEntry* Entries(DueBlock* block) => (DueEntry*)(block + 1);
}

/// <summary>The blocks of all buckets, in native chunks with a list of free ones.</summary>
internal unsafe struct DueBlocks
{
    private const int ChunkBlocks = 32;
    private DueBlock* _free;
    private Chunk* _chunks;

    private struct Chunk
    {
        public Chunk* Next;
    }

    public long Bytes { get; private set; }

    private static int BlockBytes => sizeof(DueBlock) + DueBlock.Capacity * sizeof(DueEntry);

    public static DueBlocks* Create() => (DueBlocks*)NativeMemory.AllocZeroed((nuint)sizeof(DueBlocks));

    public static void Destroy(DueBlocks* blocks)
    {
        if (blocks == null) return;
        for (Chunk* c = blocks->_chunks; c != null;)
        {
            Chunk* next = c->Next;
            NativeMemory.Free(c);
            c = next;
        }

        NativeMemory.Free(blocks);
    }

    public void Add(ref DueBucket bucket, in DueEntry entry)
    {
        DueBlock* block = bucket.First;
        if (block == null || block->Count == DueBlock.Capacity)
        {
            if (_free == null) Grow();
            block = _free;
            _free = block->Next;
            block->Next = bucket.First;
            block->Count = 0;
            bucket.First = block;
        }

        DueBlock.Entries(block)[block->Count++] = entry;
        bucket.Count++;
    }

    /// <summary>Takes any entry out.</summary>
    /// <returns>False when the bucket is empty; its blocks are then free.</returns>
    public bool Take(ref DueBucket bucket, out DueEntry entry)
    {
        DueBlock* block = bucket.First;
        if (block == null)
        {
            entry = default;
            return false;
        }

        entry = DueBlock.Entries(block)[--block->Count];
        bucket.Count--;
        if (block->Count > 0) return true;
        bucket.First = block->Next;
        block->Next = _free;
        _free = block;
        return true;
    }

    private void Grow()
    {
        int bytes = sizeof(Chunk) + ChunkBlocks * BlockBytes;
        var chunk = (Chunk*)NativeMemory.Alloc((nuint)bytes);
        chunk->Next = _chunks;
        _chunks = chunk;
        Bytes += bytes;
        byte* first = (byte*)(chunk + 1);
        for (int i = 0; i < ChunkBlocks; i++)
        {
            var block = (DueBlock*)(first + i * BlockBytes);
            block->Next = _free;
            _free = block;
        }
    }
}
