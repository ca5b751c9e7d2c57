using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Quic;

/// <summary>Google's QUIC before TLS: the version in the public header, and the tags of the client's hello, which is in the clear up to Q046.</summary>
internal static class GoogleQuic
{
    private const int MaxTags = 64;

    /// <summary>Flags with version bit and a connection id of 8 bytes, then Q0dd.</summary>
    public static bool IsPublicHeader(ReadOnlySpan<byte> b) =>
        b.Length > 13 && (b[0] & 0xC1) == 0x01 && (b[0] & 0x08) != 0 && QuicVersions.IsGoogle(BinaryPrimitives.ReadUInt32BigEndian(b[9..]));

    /// <returns>False when the hello was read.</returns>
    public static bool Read(ReadOnlySpan<byte> b, IFactSink facts)
    {
        int at = b[..Math.Min(b.Length, 128)].IndexOf("CHLO"u8);
        if (at < 0 || b.Length < at + 8) return true;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(b[(at + 4)..]);
        var index = b[(at + 8)..];
        if (count > MaxTags || index.Length < 8 * count) return true;
        var values = index[(8 * count)..];
        uint version = QuicLongHeader.TryRead(b, out var header) ? header.Version : BinaryPrimitives.ReadUInt32BigEndian(b[9..]);
        var tls = new TlsFacts { Transport = TlsTransport.Quic, QuicVersion = version };
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
