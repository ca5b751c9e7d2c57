using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>IEEE 802.2 logical link control, and SNAP behind it (RFC 1042).</summary>
internal static class LlcLayer
{
    private const int Header = 3;
    private const int SnapHeader = 8;
    private const byte Snap = 0xAA;
    private const byte Ip = 0x06;
    private const byte Unnumbered = 0x03;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header) return DecodeOutcome.TruncatedLink;
        var h = data.Slice(offset, Header);
        if (h[2] != Unnumbered) return DecodeOutcome.Llc;
        if (h[0] == Ip && h[1] == Ip) return IPv4Layer.Decode(data, offset + Header, ref d);
        if (h[0] != Snap || h[1] != Snap) return DecodeOutcome.Llc;
        if (data.Length - offset < SnapHeader) return DecodeOutcome.TruncatedLink;

        // Organisations 0 (RFC 1042) and 0000F8 (802.1H tunnels) mean an EtherType; any other means a number of its own.
        var snap = data.Slice(offset, SnapHeader);
        if (snap[3] != 0 || snap[4] != 0 || snap[5] is not (0 or 0xF8)) return DecodeOutcome.Llc;
        int type = BinaryPrimitives.ReadUInt16BigEndian(snap[6..]);
        return type < EtherType.Minimum ? DecodeOutcome.Llc : EthernetLayer.ByType(data, offset + SnapHeader, type, ref d);
    }
}
