namespace NetThreat.Capture.Live.Linux;

/// <summary>The blocks of a ring, which the kernel fills one after the other.</summary>
internal sealed unsafe class RingMemory : IDisposable
{
    private const int StatusOffset = 8, CountOffset = 12, FirstOffset = 16;
    private const uint User = 1;

    private readonly uint _blockSize;
    private readonly uint _blocks;
    private byte* _memory;
    private uint _current;

    public RingMemory(byte* memory, uint blockSize, uint blocks, TimeSpan retirement)
    {
        _memory = memory;
        (_blockSize, _blocks, Retirement) = (blockSize, blocks, retirement);
    }

    /// <summary>How long the kernel holds a block back at most, and a little for its timer.</summary>
    public TimeSpan Retirement { get; }

    /// <summary>The current block is ours.</summary>
    public bool IsReady => IsOurs(0);

    /// <summary>The share of the blocks that wait for us. They fill in order, so that the end of ours is found by halving.</summary>
    public double Fill
    {
        get
        {
            uint low = 0, high = _blocks;
            while (low < high)
            {
                uint middle = (low + high) / 2;
                if (IsOurs(middle)) low = middle + 1;
                else high = middle;
            }

            return (double)low / _blocks;
        }
    }

    /// <summary>The first packet of the current block, and how many it has.</summary>
    public byte* First(out uint count)
    {
        byte* block = At(0);
        count = *(uint*)(block + CountOffset);
        return block + *(uint*)(block + FirstOffset);
    }

    /// <summary>Gives the current block back and goes on to the next.</summary>
    public void Release()
    {
        Volatile.Write(ref *(uint*)(At(0) + StatusOffset), 0u);
        _current = (_current + 1) % _blocks;
    }

    public void Dispose()
    {
        if (_memory != null) _ = Libc.Unmap(_memory, (nuint)_blockSize * _blocks);
        _memory = null;
        GC.SuppressFinalize(this);
    }

    ~RingMemory() => Dispose();

    private bool IsOurs(uint ahead) => (Volatile.Read(ref *(uint*)(At(ahead) + StatusOffset)) & User) != 0;

    private byte* At(uint ahead) => _memory + (nuint)((_current + ahead) % _blocks) * _blockSize;
}
