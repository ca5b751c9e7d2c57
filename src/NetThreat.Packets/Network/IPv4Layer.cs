using System.Buffers.Binary;
using NetThreat.Core.Net;
using NetThreat.Packets.Transport;

namespace NetThreat.Packets.Network;

/// <summary>The IPv4 header (RFC 791 section 3.1).</summary>
internal static class IPv4Layer
{
    private const int MinHeader = 20;
    private const int OffsetMask = 0x1FFF;
    private const int MoreFragments = 0x2000;

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

        d.IpLength = total;
        d.TimeToLive = h[8];
        d.Protocol = h[9];
        d.Source = Address.FromV4(BinaryPrimitives.ReadUInt32BigEndian(h.Slice(12, 4)));
        d.Destination = Address.FromV4(BinaryPrimitives.ReadUInt32BigEndian(h.Slice(16, 4)));
        int fragment = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(6, 2));
        if ((fragment & OffsetMask) != 0) return DecodeOutcome.LaterFragment;
        return TransportLayer.Decode(data, offset + headerLength, total - headerLength, (fragment & MoreFragments) != 0, ref d);
    }
}
