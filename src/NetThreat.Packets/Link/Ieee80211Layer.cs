using System.Buffers.Binary;

namespace NetThreat.Packets.Link;

/// <summary>IEEE 802.11 data frames; management, control and encrypted frames are named reasons.</summary>
internal static class Ieee80211Layer
{
    private const int Header = 24;
    private const int FourthAddress = 6;
    private const int QosControl = 2;
    private const int HtControl = 4;
    private const int Data = 2;
    private const int SubframeHeader = 14;

    private const byte QosSubtype = 0x80;
    private const byte NoDataSubtype = 0x40;
    private const byte BetweenStations = 0x03;
    private const byte MoreFragments = 0x04;
    private const byte Protected = 0x40;
    private const byte Order = 0x80;

    /// <summary>Bit of the QoS control field: the body is a list of frames (A-MSDU).</summary>
    private const byte Aggregate = 0x80;

    /// <param name="padded">The capture padded the header to 4 bytes.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, bool padded, ref DecodedPacket d)
    {
        if (data.Length - offset < 2) return DecodeOutcome.TruncatedLink;
        byte control = data[offset], flags = data[offset + 1];
        if ((control & 3) != 0 || (control >> 2 & 3) != Data || (control & NoDataSubtype) != 0) return DecodeOutcome.WirelessControl;
        if ((flags & Protected) != 0) return DecodeOutcome.Encrypted;
        bool qos = (control & QosSubtype) != 0;
        int header = Header + ((flags & BetweenStations) == BetweenStations ? FourthAddress : 0);
        int qosAt = offset + header;
        if (qos) header += QosControl + ((flags & Order) != 0 ? HtControl : 0);
        if (data.Length - offset < header) return DecodeOutcome.TruncatedLink;
        bool aggregate = qos && (data[qosAt] & Aggregate) != 0;
        if ((BinaryPrimitives.ReadUInt16LittleEndian(data[(offset + 22)..]) & 0xF) != 0) return DecodeOutcome.WirelessFragment;
        if ((flags & MoreFragments) != 0) d.CutShort = true;
        offset += padded ? (header + 3) & ~3 : header;

        // Of an A-MSDU the first frame is looked at: addresses and length of its own, then LLC.
        if (aggregate) offset += SubframeHeader;
        return offset > data.Length ? DecodeOutcome.TruncatedLink : LlcLayer.Decode(data, offset, ref d);
    }
}
