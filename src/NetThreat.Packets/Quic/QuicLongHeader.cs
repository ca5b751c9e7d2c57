using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Quic;

/// <summary>What a long header says without keys (RFC 8999 section 5.1, RFC 9000 section 17.2).</summary>
internal readonly ref struct QuicLongHeader
{
    /// <summary>Longest connection id of the versions read.</summary>
    public const int MaxConnectionId = 20;

    public byte First { get; private init; }

    public uint Version { get; private init; }

    public ReadOnlySpan<byte> Destination { get; private init; }

    public ReadOnlySpan<byte> Source { get; private init; }

    /// <summary>Offset behind the source connection id.</summary>
    public int Length { get; private init; }

    /// <summary>The type bits as version 1 numbers them: 0 Initial, 1 0-RTT, 2 Handshake, 3 Retry.</summary>
    public int Type => QuicVersions.IsV2(Version) ? ((First >> 4) + 3) & 3 : First >> 4 & 3;

    public static bool TryRead(ReadOnlySpan<byte> packet, out QuicLongHeader header)
    {
        header = default;
        if (packet.Length < 7 || (packet[0] & 0x80) == 0) return false;
        var r = new ByteReader(packet[1..]);
        uint version = r.U32();
        var destination = r.Take(r.U8());
        var source = r.Take(r.U8());
        if (r.Failed || destination.Length > MaxConnectionId || source.Length > MaxConnectionId) return false;
        header = new() { First = packet[0], Version = version, Destination = destination, Source = source, Length = 1 + r.Position };
        return true;
    }

    /// <summary>A number of variable length (RFC 9000 section 16).</summary>
    public static bool TryNumber(ref ReadOnlySpan<byte> b, out ulong value)
    {
        value = 0;
        if (b.IsEmpty) return false;
        int bytes = 1 << (b[0] >> 6);
        if (b.Length < bytes) return false;
        value = bytes switch
        {
            1 => b[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(b) & 0x3FFFu,
            4 => BinaryPrimitives.ReadUInt32BigEndian(b) & 0x3FFF_FFFF,
            _ => BinaryPrimitives.ReadUInt64BigEndian(b) & 0x3FFF_FFFF_FFFF_FFFF,
        };
        b = b[bytes..];
        return true;
    }
}
