using System.Buffers.Binary;

namespace NetThreat.Packets.Link;

/// <summary>What capturing puts before an IEEE 802.11 frame.</summary>
internal static class WirelessHeaders
{
    private const int RadiotapMinimum = 8;
    private const int PpiHeader = 8;
    private const int PrismHeader = 8;
    private const uint TimerPresent = 1;
    private const uint FlagsPresent = 2;
    private const uint MorePresent = 0x8000_0000;
    private const byte DataPadding = 0x20;
    private const uint AvsMagic = 0x8021_1000;

    /// <summary>radiotap: version, padding, length (little-endian), bit masks of what is present, then the fields in the order of their bits.</summary>
    public static DecodeOutcome Radiotap(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < RadiotapMinimum) return DecodeOutcome.TruncatedLink;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        if (data[0] != 0 || length < RadiotapMinimum) return DecodeOutcome.UnknownLinkType;
        if (data.Length < length) return DecodeOutcome.TruncatedLink;
        return Ieee80211Layer.Decode(data, length, HasPadding(data[..length]), ref d);
    }

    /// <summary>PPI: version, flags, length, link type (little-endian), fields.</summary>
    public static DecodeOutcome Ppi(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < PpiHeader) return DecodeOutcome.TruncatedLink;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        uint link = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        if (length < PpiHeader) return DecodeOutcome.UnknownLinkType;
        if (data.Length < length) return DecodeOutcome.TruncatedLink;
        return link switch
        {
            LinkType.Ieee80211 => Ieee80211Layer.Decode(data, length, false, ref d),
            LinkType.Ethernet => EthernetLayer.Decode(data, length, ref d),
            _ => DecodeOutcome.UnknownLinkType,
        };
    }

    /// <summary>Prism: message code and length, in the order of the capturing host; some drivers write AVS under this number.</summary>
    public static DecodeOutcome Prism(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < PrismHeader) return DecodeOutcome.TruncatedLink;
        if ((BinaryPrimitives.ReadUInt32BigEndian(data) & 0xFFFF_F000) == AvsMagic) return Avs(data, ref d);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        if (length > 0xFFFF) length = BinaryPrimitives.ReverseEndianness(length);
        return Behind(data, length, ref d);
    }

    /// <summary>AVS: version and length in network order.</summary>
    public static DecodeOutcome Avs(ReadOnlySpan<byte> data, ref DecodedPacket d) =>
        data.Length < PrismHeader ? DecodeOutcome.TruncatedLink : Behind(data, BinaryPrimitives.ReadUInt32BigEndian(data[4..]), ref d);

    private static DecodeOutcome Behind(ReadOnlySpan<byte> data, uint length, ref DecodedPacket d)
    {
        if (length is < PrismHeader or > 0xFFFF) return DecodeOutcome.UnknownLinkType;
        return data.Length < length ? DecodeOutcome.TruncatedLink : Ieee80211Layer.Decode(data, (int)length, false, ref d);
    }

    /// <summary>Whether the flags field says that the 802.11 header is padded to 4 bytes.</summary>
    private static bool HasPadding(ReadOnlySpan<byte> header)
    {
        uint present = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if ((present & FlagsPresent) == 0) return false;
        int at = 8;
        for (uint more = present; (more & MorePresent) != 0; at += 4)
        {
            if (at + 4 > header.Length) return false;
            more = BinaryPrimitives.ReadUInt32LittleEndian(header[at..]);
        }

        if ((present & TimerPresent) != 0) at = ((at + 7) & ~7) + 8;
        return at < header.Length && (header[at] & DataPadding) != 0;
    }
}
