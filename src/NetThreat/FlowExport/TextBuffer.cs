using System.Buffers;
using System.Text;
using NetThreat.Core.Net;

namespace NetThreat.FlowExport;

/// <summary>UTF-8 text on its way to a stream, in large pieces. Numbers are written without culture.</summary>
/// <param name="stream">Null: the text stays in the buffer, which grows.</param>
internal sealed class TextBuffer(Stream? stream) : IBufferWriter<byte>
{
    private const int Size = 1 << 16;

    /// <summary>Room that every single piece has.</summary>
    private const int Piece = 512;

    private byte[] _buffer = new byte[Size];
    private int _used;

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_used++] = value;
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_used));
        _used += utf8.Length;
    }

    public void Text(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
    }

    public void Number(long value)
    {
        Reserve(Piece);
        _used += NumberText.Write(_buffer.AsSpan(_used), value);
    }

    /// <summary>The shortest text that reads back as the same value.</summary>
    public void Number(double value)
    {
        Reserve(Piece);
        _used += NumberText.Write(_buffer.AsSpan(_used), value);
    }

    /// <summary>Nanoseconds as seconds with six decimals, rounded down.</summary>
    public void Seconds(long nanoseconds)
    {
        Reserve(Piece);
        _used += DecimalSeconds.Format(nanoseconds, _buffer.AsSpan(_used));
    }

    public void Address(Address address)
    {
        Reserve(Piece);
        if (address.IsV4) V4(address.ToV4());
        else _used += Encoding.ASCII.GetBytes(address.ToString(), _buffer.AsSpan(_used));
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, Piece));
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Flush()
    {
        if (stream is null) return;
        if (_used > 0) stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    /// <summary>Bytes in the buffer.</summary>
    public int Length => _used;

    public ReadOnlySpan<byte> Slice(int start, int length) => _buffer.AsSpan(start, length);

    /// <summary>Forgets what is in the buffer.</summary>
    public void Clear() => _used = 0;

    private void V4(uint address)
    {
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            _used += NumberText.Write(_buffer.AsSpan(_used), (ulong)(byte)(address >> shift));
            if (shift > 0) _buffer[_used++] = (byte)'.';
        }
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _used >= bytes) return;
        Flush();
        if (_buffer.Length - _used < bytes) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _used + bytes));
    }
}
