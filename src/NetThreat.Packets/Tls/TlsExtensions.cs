using System.Buffers.Binary;

namespace NetThreat.Packets.Tls;

/// <summary>The extensions of a hello one after the other (RFC 8446 section 4.2); ends at the first that does not fit.</summary>
internal ref struct TlsExtensions(ReadOnlySpan<byte> block)
{
    public const ushort ServerName = 0, SupportedGroups = 10, EcPointFormats = 11, SignatureAlgorithms = 13, Alpn = 16, PreSharedKey = 41, SupportedVersions = 43, KeyShare = 51;

    private ReadOnlySpan<byte> _rest = block;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; } = default;

    public bool Next()
    {
        if (_rest.Length < 4) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (_rest.Length - 4 < length) return false;
        Type = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Data = _rest.Slice(4, length);
        _rest = _rest[(4 + length)..];
        return true;
    }

    /// <summary>The contents of the first extension of a type; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> block, ushort type, out bool found)
    {
        var walk = new TlsExtensions(block);
        while (walk.Next())
        {
            if (walk.Type != type) continue;
            found = true;
            return walk.Data;
        }

        found = false;
        return default;
    }

    /// <summary>A list behind a length of one or two bytes, as far as it is there.</summary>
    public static ReadOnlySpan<byte> List(ReadOnlySpan<byte> data, int lengthBytes)
    {
        if (data.Length < lengthBytes) return default;
        int length = lengthBytes == 1 ? data[0] : BinaryPrimitives.ReadUInt16BigEndian(data);
        return data.Slice(lengthBytes, Math.Min(length, data.Length - lengthBytes));
    }

    /// <summary>Values reserved to keep servers tolerant (RFC 8701): 0x0A0A, 0x1A1A … 0xFAFA.</summary>
    public static bool IsGrease(ushort value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}
