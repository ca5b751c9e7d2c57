using System.Runtime.InteropServices;

namespace NetThreat.Capture.Files;

/// <summary>
/// A window over a stream in unmanaged memory, so that packets can be handed out by pointer. Bytes in the window stay where they are
/// until <see cref="Fill"/> moves them to the front.
/// </summary>
internal sealed unsafe class CaptureBuffer : IDisposable
{
    /// <summary>Bytes asked of the stream at once; large enough that a system call costs nothing per packet, small enough for the cache.</summary>
    private const int ReadSize = 1 << 20;

    private readonly Stream _stream;
    private readonly int _capacity;
    private byte* _memory;
    private int _start;
    private int _end;
    private bool _ended;

    /// <param name="maxContiguous">The longest stretch that will be asked for.</param>
    public CaptureBuffer(Stream stream, int maxContiguous)
    {
        _stream = stream;
        _capacity = ReadSize + maxContiguous;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_capacity, 4096);
    }

    /// <summary>Bytes in the window.</summary>
    public int Available => _end - _start;

    /// <summary>The first byte of the window; valid until the next <see cref="Fill"/>.</summary>
    public byte* Head => _memory + _start;

    public ReadOnlySpan<byte> Span => new(_memory + _start, _end - _start);

    /// <summary>Bytes consumed since the start of the stream.</summary>
    public long Position { get; private set; }

    /// <summary>Moves what is left to the front and reads until the window holds so many bytes, or the stream ends.</summary>
    /// <returns>True when they are there.</returns>
    public bool Fill(int count)
    {
        if (Available >= count) return true;
        ObjectDisposedException.ThrowIf(_memory == null, this);
        Buffer.MemoryCopy(Head, _memory, _capacity, Available);
        _end -= _start;
        _start = 0;
        while (_end < count && !_ended)
        {
            int n = _stream.Read(new Span<byte>(_memory + _end, Math.Min(ReadSize, _capacity - _end)));
            _ended = n == 0;
            _end += n;
        }

        return _end >= count;
    }

    /// <summary>Takes bytes of the window.</summary>
    public void Consume(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Passes over bytes, in the window or beyond it, without keeping them.</summary>
    /// <returns>False when the stream ends before.</returns>
    public bool Skip(long count)
    {
        while (count > 0)
        {
            if (Available == 0 && !Fill(1)) return false;
            int n = (int)Math.Min(count, Available);
            Consume(n);
            count -= n;
        }

        return true;
    }

    /// <summary>Gives the memory back and leaves the stream to whoever reads on.</summary>
    public void Detach()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _start = _end = 0;
    }

    public void Dispose()
    {
        Detach();
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    ~CaptureBuffer() => NativeMemory.AlignedFree(_memory);
}
