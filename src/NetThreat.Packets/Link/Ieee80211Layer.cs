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

        if (offset > data.Length) return DecodeOutcome.TruncatedLink;
        return aggregate ? Subframe(data, offset, ref d) : LlcLayer.Decode(data, offset, ref d);
    }

    /// <summary>A frame of an A-MSDU: addresses, length, LLC, and padding to 4 bytes before the next.</summary>
    /// <param name="offset">At most the length of the data.</param>
    public static DecodeOutcome Subframe(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < SubframeHeader) return DecodeOutcome.TruncatedLink;
        int end = offset + SubframeHeader + BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 12)..]);
        int next = offset + (end - offset + 3 & ~3);
        if (data.Length - next >= SubframeHeader) d.NextFrame = next;
        return LlcLayer.Decode(end < data.Length ? data[..end] : data, offset + SubframeHeader, ref d);
    }
}
