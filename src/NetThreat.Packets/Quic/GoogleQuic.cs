using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Quic;

/// <summary>Google's QUIC before TLS: the version in the public header, and the tags of the client's hello, which is in the clear up to Q046.</summary>
internal static class GoogleQuic
{
    private const int MaxTags = 64;

    /// <summary>Q0dd behind the flags and a connection id of 8 bytes (up to Q043), or right behind the first byte of a long header.</summary>
    public static bool Is(ReadOnlySpan<byte> b) => b.Length > 13 && QuicVersions.IsGoogle(Version(b));

    private static uint Version(ReadOnlySpan<byte> b)
    {
        if ((b[0] & 0x80) != 0) return BinaryPrimitives.ReadUInt32BigEndian(b[1..]);
        return (b[0] & 0xC9) == 0x09 ? BinaryPrimitives.ReadUInt32BigEndian(b[9..]) : 0;
    }

    /// <returns>False when the hello was read.</returns>
    public static bool Read(ReadOnlySpan<byte> b, IFactSink facts)
    {
        int at = b[..Math.Min(b.Length, 128)].IndexOf("CHLO"u8);
        if (at < 0 || b.Length < at + 8) return true;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(b[(at + 4)..]);
        var index = b[(at + 8)..];
        if (count > MaxTags || index.Length < 8 * count) return true;
        var values = index[(8 * count)..];
        var tls = new TlsFacts { Transport = TlsTransport.Quic, QuicVersion = Version(b) };
        for (int i = 0, from = 0; i < count; i++)
        {
            int end = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(index[(8 * i + 4)..]), (uint)values.Length);
            if (end < from) break;
            var value = values[from..end];
            var tag = index.Slice(8 * i, 4);
            if (tag.SequenceEqual("SNI\0"u8)) tls = tls with { ServerName = WireText.Of(value) };
            else if (tag.SequenceEqual("UAID"u8)) facts.Text("quic.user_agent", value);
            from = end;
        }

        facts.Tls = tls;
        return false;
    }
}
