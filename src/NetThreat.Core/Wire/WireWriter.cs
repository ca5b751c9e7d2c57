using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.Core.Wire;

/// <summary>
/// Writes protobuf fields in the order of the calls into a pooled buffer; default values are left out, as proto3 does, so that the
/// bytes equal those of the generated classes.
/// </summary>
internal ref struct WireWriter
{
    private const int LengthReserve = 2;
    private readonly bool _pooled;
    private byte[] _buffer;
    private int _length;

    /// <summary>Writes into a pooled buffer.</summary>
    public WireWriter(int capacity) => (_buffer, _pooled) = (ArrayPool<byte>.Shared.Rent(capacity), true);

    /// <summary>Writes into the caller's buffer, or into a larger new one: <see cref="Detach"/> tells.</summary>
    public WireWriter(byte[] buffer) => _buffer = buffer;

    public readonly int Length => _length;

    public void UInt(int field, ulong value)
    {
        if (value == 0) return;
        Reserve(16);
        Tag(field, WireReader.VarintType);
        Varint(value);
    }

    public void Count(int field, long value) => UInt(field, (ulong)value);

    public void Bool(int field, bool value) => UInt(field, value ? 1u : 0u);

    public void SInt(int field, long value) => UInt(field, (ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Text(int field, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        int n = Encoding.UTF8.GetByteCount(value);
        Reserve(n + 16);
        Tag(field, WireReader.LengthType);
        Varint((ulong)n);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Reserve(value.Length + 16);
        Tag(field, WireReader.LengthType);
        Varint((ulong)value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    public void Id(int field, Id128 value)
    {
        Reserve(32);
        Tag(field, WireReader.LengthType);
        Varint(16);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += 16;
    }

    /// <summary>4 bytes for IPv4, 16 for IPv6.</summary>
    public void Address(int field, Address value)
    {
        Span<byte> b = stackalloc byte[16];
        value.CopyTo(b);
        Bytes(field, value.IsV4 ? b[12..] : b);
    }

    /// <summary>The bits of the numbers in little-endian order.</summary>
    public void Doubles(int field, scoped ReadOnlySpan<double> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Bytes(field, MemoryMarshal.AsBytes(values));
            return;
        }
        var b = new byte[values.Length * 8];
        for (int i = 0; i < values.Length; i++) BitConverter.TryWriteBytes(b.AsSpan(i * 8), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(values[i])));
        Bytes(field, b);
    }

    /// <summary>Packed zigzag varints.</summary>
    public void PackedSInts(int field, scoped ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return;
        int mark = Open(field);
        Reserve(values.Length * 5);
        foreach (int v in values) Varint((uint)(v << 1 ^ v >> 31));
        Close(mark);
    }

    /// <summary>Packed varints of non-negative numbers.</summary>
    public void PackedUInts(int field, scoped ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return;
        int mark = Open(field);
        Reserve(values.Length * 5);
        foreach (int v in values) Varint((uint)v);
        Close(mark);
    }

    /// <summary>Begins a nested message; <see cref="Close"/> ends it.</summary>
    public int Open(int field)
    {
        Reserve(16);
        Tag(field, WireReader.LengthType);
        _length += LengthReserve;
        return _length;
    }

    /// <summary>Writes the nested message's length; moves its bytes where the length needs another width than was reserved.</summary>
    public void Close(int mark)
    {
        int n = _length - mark, width = n < 1 << 7 ? 1 : n < 1 << 14 ? 2 : n < 1 << 21 ? 3 : n < 1 << 28 ? 4 : 5;
        if (width != LengthReserve)
        {
            Reserve(8);
            _buffer.AsSpan(mark, n).CopyTo(_buffer.AsSpan(mark - LengthReserve + width));
        }
        _length = mark - LengthReserve;
        Varint((ulong)n);
        _length += n;
    }

    /// <summary>The message; the writer is used up.</summary>
    public byte[] ToArray()
    {
        var result = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return result;
    }

    /// <summary>The buffer that holds the message; the writer is used up.</summary>
    public byte[] Detach(out int length)
    {
        length = _length;
        return _buffer;
    }

    private void Tag(int field, int type) => Varint((ulong)(field << 3 | type));

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_length++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes) Grow(bytes);
    }

    private void Grow(int bytes)
    {
        int size = Math.Max(checked(_length + bytes), (int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        byte[] larger = _pooled ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_pooled) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
