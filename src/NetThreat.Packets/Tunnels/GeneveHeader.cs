using System.Buffers.Binary;
using NetThreat.Packets.Link;

namespace NetThreat.Packets.Tunnels;

/// <summary>Geneve (RFC 8926 section 3.4).</summary>
internal static class GeneveHeader
{
    private const int Header = 8;

    public static bool Read(ReadOnlySpan<byte> payload, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.None;
        skip = 0;

        // Version 0; the bits behind the two flags and the last byte are reserved and sent as zero.
        if (payload.Length < Header || payload[0] >> 6 != 0 || (payload[1] & 0x3F) != 0 || payload[7] != 0) return false;
        skip = Header + (payload[0] & 0x3F) * 4;
        layer = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) switch
        {
            EtherType.TransparentEthernet => InnerLayer.Ethernet,
            EtherType.IPv4 => InnerLayer.IPv4,
            EtherType.IPv6 => InnerLayer.IPv6,
            EtherType.Arp => InnerLayer.Arp,
            _ => InnerLayer.None,
        };
        return true;
    }
}
