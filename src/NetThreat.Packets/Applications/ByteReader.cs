using System.Buffers.Binary;

namespace NetThreat.Packets.Applications;

/// <summary>Reads fields off a payload in order. Reading past the end gives zeros or nothing and sets <see cref="Failed"/>; it never throws.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; }

    /// <summary>A read went past the end; everything read since is worthless.</summary>
    public bool Failed { get; private set; }

    public readonly int Remaining => _data.Length - Position;

    public readonly ReadOnlySpan<byte> Rest => _data[Position..];

    public byte U8() => Need(1) ? _data[Position++] : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    public ushort U16Little() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    public uint U32Little() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0;

    public ulong U64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    public ulong U64Little() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : 0;

    public void Skip(int count)
    {
        if (Need(count)) Position += count;
    }

    /// <summary>The next bytes, or nothing when fewer are left.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (!Need(count)) return default;
        var taken = _data.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>The bytes before the next zero byte, which is consumed; fails when there is none within <paramref name="limit"/> bytes.</summary>
    public ReadOnlySpan<byte> ZeroTerminated(int limit = 256)
    {
        var window = Failed ? default : _data.Slice(Position, Math.Min(limit + 1, Remaining));
        int end = window.IndexOf((byte)0);
        if (end < 0)
        {
            Failed = true;
            return default;
        }

        Position += end + 1;
        return window[..end];
    }

    private bool Need(int count)
    {
        if (!Failed && (uint)count <= (uint)Remaining) return true;
        Failed = true;
        return false;
    }
}
