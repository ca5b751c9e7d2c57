using System.Buffers.Binary;
using NetThreat.Core.Net;

namespace NetThreat.Capture.SFlow;

/// <summary>Reads XDR (RFC 4506) out of hostile bytes: after the first read beyond the end everything is 0 and <see cref="Failed"/> is set.</summary>
internal ref struct XdrReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public bool Failed { get; private set; }

    public readonly int Remaining => _rest.Length;

    public uint UInt()
    {
        var b = Take(4);
        return b.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(b);
    }

    public ulong ULong()
    {
        var b = Take(8);
        return b.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(b);
    }

    /// <summary>Bytes of a known number, without their padding to four.</summary>
    public ReadOnlySpan<byte> Opaque(uint length)
    {
        if (length > (uint)_rest.Length)
        {
            Take(int.MaxValue);
            return default;
        }

        var value = _rest[..(int)length];
        Take((int)Math.Min((length + 3) & ~3u, (uint)_rest.Length));
        return value;
    }

    /// <summary>Type (1 for IPv4, 2 for IPv6, 0 for none) and address.</summary>
    public Address Address() => UInt() switch
    {
        1 when Take(4) is { Length: 4 } four => Core.Net.Address.FromBytes(four),
        2 when Take(16) is { Length: 16 } sixteen => Core.Net.Address.FromBytes(sixteen),
        _ => default,
    };

    /// <summary>A nested structure with its length before it.</summary>
    public XdrReader Nested() => new(Opaque(UInt()));

    private ReadOnlySpan<byte> Take(int n)
    {
        if (n > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        var value = _rest[..n];
        _rest = _rest[n..];
        return value;
    }
}
