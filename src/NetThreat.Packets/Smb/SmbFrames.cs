using System.Buffers.Binary;

namespace NetThreat.Packets.Smb;

/// <summary>The frames of a NetBIOS session or of direct TCP ([MS-SMB2] section 2.1): a type and a length of 17 or 24 bits.</summary>
internal ref struct SmbFrames(ReadOnlySpan<byte> stream)
{
    public const byte Message = 0;

    private const int Large = 16 * 1024;

    private readonly ReadOnlySpan<byte> _stream = stream;

    public byte Type { get; private set; }

    /// <summary>The frame's contents as far as they are there.</summary>
    public ReadOnlySpan<byte> Body { get; private set; } = default;

    /// <summary>Where the next frame begins.</summary>
    public int End { get; private set; }

    public bool Failed { get; private set; }

    public readonly bool IsCut => End > _stream.Length;

    /// <summary>Too large to wait for: a file's contents, with what matters at its beginning.</summary>
    public readonly bool IsLarge => End - _stream.Length > Large;

    public bool MoveNext()
    {
        if (Failed || End >= _stream.Length) return false;
        var rest = _stream[End..];
        Type = rest[0];
        bool known = Type is Message or >= 0x81 and <= 0x85;
        if (!known) Failed = true;
        if (!known || rest.Length < 4) return false;
        int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(rest) & 0xFFFFFF);
        if (Type != Message && length > 256) Failed = true;
        if (Failed) return false;
        Body = rest.Slice(4, Math.Min(length, rest.Length - 4));
        End += 4 + length;
        return true;
    }

    public static bool IsSmb(ReadOnlySpan<byte> body) => body.Length >= 4 && body[0] >= 0xFC && body[1..4].SequenceEqual("SMB"u8);
}
