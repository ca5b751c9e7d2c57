using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Transport;

namespace NetThreat.Packets.Network;

/// <summary>The IPv6 header (RFC 8200 section 3).</summary>
internal static class IPv6Layer
{
    private const int Header = 40;
    private const byte HopByHop = 0;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header) return DecodeOutcome.TruncatedIp;
        var h = data.Slice(offset, Header);
        if (h[0] >> 4 != 6) return DecodeOutcome.BadIpHeader;

        // Zero means a jumbogram (RFC 2675) or segmentation offload: the frame is then the only measure. Before other headers it is zero bytes.
        int payload = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(4, 2));
        if (payload == 0 && h[6] is (HopByHop or IpProtocol.Tcp or IpProtocol.Udp) && !OffloadedLength.IsPadding(d.WireLength, offset)) payload = OffloadedLength.Of(d.WireLength, offset + Header);
        if (payload > d.WireLength - offset - Header && !d.CutShort) d.Anomalies |= Anomaly.IpLengthBeyondFrame;
        d.IpLength = Header + payload;
        d.TimeToLive = h[7];
        d.Protocol = h[6];
        d.Source = new(BinaryPrimitives.ReadUInt64BigEndian(h.Slice(8, 8)), BinaryPrimitives.ReadUInt64BigEndian(h.Slice(16, 8)));
        d.Destination = new(BinaryPrimitives.ReadUInt64BigEndian(h.Slice(24, 8)), BinaryPrimitives.ReadUInt64BigEndian(h.Slice(32, 8)));
        AddressRules.CheckV6(ref d);
        var outcome = IPv6Extensions.Is(d.Protocol)
            ? IPv6Extensions.Decode(data, offset + Header, payload, ref d)
            : TransportLayer.Decode(data, offset + Header, payload, false, ref d);
        if (d.Source == d.Destination) AddressRules.CheckSame(outcome, ref d);
        return outcome;
    }
}
