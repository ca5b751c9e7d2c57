using System.Buffers.Binary;

namespace NetThreat.Packets.Iso;

/// <summary>Frames of ISO transport over TCP (RFC 1006) with the header of the transport protocol inside (X.224): RDP, S7comm and MMS use them.</summary>
internal ref struct Tpkt(ReadOnlySpan<byte> stream)
{
    public const byte ConnectionRequest = 0xE0, ConnectionConfirm = 0xD0, Data = 0xF0;

    private const int HeaderLength = 4;

    private readonly ReadOnlySpan<byte> _stream = stream;

    /// <summary>The transport protocol's code without its credit bits.</summary>
    public byte Code { get; private set; }

    /// <summary>What the code's variable part (connection) or user data (data) hold.</summary>
    public ReadOnlySpan<byte> Body { get; private set; } = default;

    /// <summary>Where the next frame begins.</summary>
    public int End { get; private set; }

    /// <summary>The bytes are not such a frame.</summary>
    public bool Failed { get; private set; }

    /// <summary>Reads the next whole frame.</summary>
    public bool MoveNext()
    {
        var rest = _stream[Math.Min(End, _stream.Length)..];
        if (Failed || rest.IsEmpty) return false;
        Failed = rest[0] != 3 || (rest.Length > 1 && rest[1] != 0);
        if (Failed || rest.Length < HeaderLength) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        Failed = length < HeaderLength + 3;
        if (Failed || rest.Length < length) return false;
        int indicator = rest[HeaderLength];
        Code = (byte)(rest[5] & 0xF0);
        int body = Code == Data ? HeaderLength + 1 + indicator : HeaderLength + 7;
        int end = Code == Data ? length : HeaderLength + 1 + indicator;
        Failed = indicator < 2 || end > length || (Code == Data && body > length);
        if (Failed) return false;
        Body = body < end ? rest[body..end] : default;
        End += length;
        return true;
    }
}
