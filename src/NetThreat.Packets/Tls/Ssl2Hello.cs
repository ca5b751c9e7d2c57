using System.Buffers.Binary;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Tls;

/// <summary>A ClientHello in the form of SSL 2, which old clients sent to speak newer versions too (RFC 5246 appendix E.2).</summary>
internal static class Ssl2Hello
{
    private const int Header = 11;

    /// <summary>Too little to tell, and nothing speaks against it.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> b) => b.Length is > 0 and < Header && (b[0] & 0x80) != 0 && (b.Length < 3 || b[2] == 1) && (b.Length < 4 || b[3] is 0 or 3);

    public static bool Is(ReadOnlySpan<byte> b)
    {
        if (b.Length < Header || (b[0] & 0x80) == 0 || b[2] != 1) return false;
        int length = (b[0] & 0x7F) << 8 | b[1];
        int version = BinaryPrimitives.ReadUInt16BigEndian(b[3..]), ciphers = BinaryPrimitives.ReadUInt16BigEndian(b[5..]);
        int session = BinaryPrimitives.ReadUInt16BigEndian(b[7..]), challenge = BinaryPrimitives.ReadUInt16BigEndian(b[9..]);
        bool known = version is 0x0002 or >= 0x0300 and <= 0x0303;
        return known && ciphers > 0 && ciphers % 3 == 0 && session is 0 or 16 && challenge is >= 16 and <= 32 && length == 9 + ciphers + session + challenge;
    }

    public static bool Read(ReadOnlySpan<byte> b, ref TlsFacts tls)
    {
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(b[3..]);
        if (tls.ClientVersion == 0) tls = tls with { ClientVersion = version };
        // A later hello of the client may follow in records, encrypted or not; the server's answer tells the rest.
        return false;
    }
}
