using System.Buffers.Binary;

namespace NetThreat.Packets.Link;

/// <summary>The session stage of PPP over Ethernet (RFC 2516 section 4).</summary>
internal static class PppoeLayer
{
    private const int Header = 6;
    private const byte VersionAndType = 0x11;

    public static DecodeOutcome Session(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header) return DecodeOutcome.TruncatedLink;
        var h = data.Slice(offset, Header);
        if (h[0] != VersionAndType) return DecodeOutcome.UnknownEtherType;
        if (h[1] != 0) return DecodeOutcome.LinkControl;
        int length = BinaryPrimitives.ReadUInt16BigEndian(h[4..]);
        offset += Header;

        // What is behind the length is padding.
        return PppLayer.Decode(length < data.Length - offset ? data[..(offset + length)] : data, offset, ref d);
    }
}
