using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Transport;

namespace NetThreat.Packets.Network;

/// <summary>The IPv4 header (RFC 791 section 3.1).</summary>
internal static class IPv4Layer
{
    private const int MinHeader = 20;
    private const int OffsetMask = 0x1FFF;
    private const int MoreFragments = 0x2000;
    private const int ReservedFlag = 0x8000;
    private const int MaxDatagram = 65535;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < MinHeader) return DecodeOutcome.TruncatedIp;
        var h = data.Slice(offset, MinHeader);
        int headerLength = (h[0] & 0xF) * 4;
        if (h[0] >> 4 != 4 || headerLength < MinHeader) return DecodeOutcome.BadIpHeader;
        if (data.Length - offset < headerLength) return DecodeOutcome.TruncatedIp;

        // Segmentation offload leaves the total length zero: the frame is then the only measure.
        int total = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(2, 2));
        if (total == 0) total = OffloadedLength.Of(d.WireLength, offset);
        if (total < headerLength) return DecodeOutcome.BadIpHeader;
        if (total > d.WireLength - offset && !d.CutShort) d.Anomalies |= Anomaly.IpLengthBeyondFrame;

        uint source = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(12, 4)), destination = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(16, 4));
        d.IpLength = total;
        d.TimeToLive = h[8];
        d.Protocol = h[9];
        d.Source = Address.FromV4(source);
        d.Destination = Address.FromV4(destination);
        if (headerLength != MinHeader) IPv4Options.Walk(data.Slice(offset + MinHeader, headerLength - MinHeader), ref d);
        if (d.Verify) HeaderChecksum.Check(data.Slice(offset, headerLength), ref d);
        AddressRules.CheckV4(source, destination, ref d);
        int fragment = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(6, 2));
        if ((fragment & (OffsetMask | MoreFragments | ReservedFlag)) != 0)
        {
            if ((fragment & ReservedFlag) != 0) d.Anomalies |= Anomaly.IpReservedBit;
            if ((fragment & (OffsetMask | MoreFragments)) != 0) return Fragment(data, offset, headerLength, fragment, ref d);
        }

        var outcome = TransportLayer.Decode(data, offset + headerLength, total - headerLength, false, ref d);
        if (source == destination) AddressRules.CheckSame(outcome, ref d);
        return outcome;
    }

    private static DecodeOutcome Fragment(ReadOnlySpan<byte> data, int offset, int headerLength, int fragment, ref DecodedPacket d)
    {
        uint id = BinaryPrimitives.ReadUInt16BigEndian(data.Slice(offset + 4, 2));
        int at = (fragment & OffsetMask) * 8, length = d.IpLength - headerLength;
        FragmentRules.Note((uint)d.Protocol << 16 | id, at, length, (fragment & MoreFragments) != 0, ref d);
        if (at + d.IpLength > MaxDatagram) d.Anomalies |= Anomaly.FragmentTooLarge;
        return at == 0
            ? TransportLayer.Decode(data, offset + headerLength, length, true, ref d)
            : FragmentRules.Later(data, offset + headerLength, ref d);
    }
}
