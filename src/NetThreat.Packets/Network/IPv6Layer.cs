using System.Buffers.Binary;
using NetThreat.Packets.Transport;

namespace NetThreat.Packets.Network;

/// <summary>The IPv6 header and its extension headers (RFC 8200 sections 3 and 4).</summary>
internal static class IPv6Layer
{
    private const int Header = 40;

    /// <summary>RFC 8200 section 4.1 knows seven positions; a longer chain is an evasion or noise.</summary>
    private const int MaxExtensions = 12;

    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte Authentication = 51;
    private const byte NoNext = 59;
    private const byte DestinationOptions = 60;
    private const byte HostIdentity = 139;
    private const byte Shim6 = 140;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header) return DecodeOutcome.TruncatedIp;
        var h = data.Slice(offset, Header);
        if (h[0] >> 4 != 6) return DecodeOutcome.BadIpHeader;

        // Zero means a jumbogram (RFC 2675) or segmentation offload: the frame is then the only measure.
        int payload = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(4, 2));
        if (payload == 0 && h[6] != NoNext) payload = OffloadedLength.Of(d.WireLength, offset + Header);
        d.IpLength = Header + payload;
        d.TimeToLive = h[7];
        d.Protocol = h[6];
        d.Source = new(BinaryPrimitives.ReadUInt64BigEndian(h.Slice(8, 8)), BinaryPrimitives.ReadUInt64BigEndian(h.Slice(16, 8)));
        d.Destination = new(BinaryPrimitives.ReadUInt64BigEndian(h.Slice(24, 8)), BinaryPrimitives.ReadUInt64BigEndian(h.Slice(32, 8)));
        return IsExtension(d.Protocol)
            ? Extensions(data, offset + Header, payload, ref d)
            : TransportLayer.Decode(data, offset + Header, payload, false, ref d);
    }

    private static DecodeOutcome Extensions(ReadOnlySpan<byte> data, int offset, int remaining, ref DecodedPacket d)
    {
        bool fragmented = false;
        for (int n = 0; IsExtension(d.Protocol); n++)
        {
            if (n == MaxExtensions || remaining < 8) return DecodeOutcome.BadIpHeader;
            if (data.Length - offset < 8) return DecodeOutcome.TruncatedIp;
            var h = data.Slice(offset, 8);
            int length = Length(d.Protocol, h[1]);
            if (length > remaining) return DecodeOutcome.BadIpHeader;
            if (d.Protocol == Fragment)
            {
                int field = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(2, 2));
                d.Protocol = h[0];
                if (field >> 3 != 0) return DecodeOutcome.LaterFragment;
                fragmented |= (field & 1) != 0;
            }
            else
            {
                d.Protocol = h[0];
            }

            offset += length;
            remaining -= length;
            if (offset > data.Length) return DecodeOutcome.TruncatedIp;
        }

        return TransportLayer.Decode(data, offset, remaining, fragmented, ref d);
    }

    private static bool IsExtension(byte protocol) =>
        protocol is HopByHop or Routing or Fragment or Authentication or DestinationOptions or HostIdentity or Shim6;

    /// <summary>RFC 4302 section 2.2 counts the authentication header in 4-byte words minus two, all others count 8-byte words minus one.</summary>
    private static int Length(byte protocol, byte field) => protocol switch
    {
        Fragment => 8,
        Authentication => (field + 2) * 4,
        _ => (field + 1) * 8,
    };
}
