using System.Buffers.Binary;
using NetThreat.Packets.Link;

namespace NetThreat.Packets.Tunnels;

/// <summary>
/// Whether bytes are the beginning of a packet, for encapsulations whose own header does not prove it. Headers must have been captured
/// and their lengths must fit into what carries them.
/// </summary>
internal static class InnerHeader
{
    private const int EthernetHeader = 14;
    private const int VlanTag = 4;
    private const int MaxTags = 2;
    private const int MinIPv4 = 20;
    private const int IPv6 = 40;
    private const int Llc = 3;
    private const int ArpFixed = 8;

    /// <param name="data">Captured bytes up to the end of the carrying payload.</param>
    /// <param name="available">Bytes on the wire from the offset on.</param>
    public static bool Is(InnerLayer layer, ReadOnlySpan<byte> data, int offset, int available) => layer switch
    {
        InnerLayer.IPv4 => IsIPv4(data, offset, available),
        InnerLayer.IPv6 => IsIPv6(data, offset, available),
        InnerLayer.Ethernet => IsEthernet(data, offset, available),
        InnerLayer.Ppp => IsPpp(data, offset, available),
        InnerLayer.Arp => IsArp(data, offset),
        _ => false,
    };

    public static bool IsIPv4(ReadOnlySpan<byte> data, int offset, int available)
    {
        if (data.Length - offset < MinIPv4) return false;
        var h = data.Slice(offset, MinIPv4);
        int header = (h[0] & 0xF) * 4, total = BinaryPrimitives.ReadUInt16BigEndian(h[2..]);
        return h[0] >> 4 == 4 && header >= MinIPv4 && total >= header && total <= available;
    }

    public static bool IsIPv6(ReadOnlySpan<byte> data, int offset, int available)
    {
        if (data.Length - offset < IPv6) return false;
        return data[offset] >> 4 == 6 && IPv6 + BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 4)..]) <= available;
    }

    /// <summary>An Ethernet frame with IP, ARP, MPLS, PPPoE or LLC in it.</summary>
    public static bool IsEthernet(ReadOnlySpan<byte> data, int offset, int available)
    {
        if (data.Length - offset < EthernetHeader) return false;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 12)..]);
        int at = offset + EthernetHeader;
        for (int tags = 0; EtherType.IsVlan(type); tags++)
        {
            if (tags == MaxTags || data.Length - at < VlanTag) return false;
            type = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            at += VlanTag;
        }

        available -= at - offset;
        return type switch
        {
            EtherType.IPv4 => IsIPv4(data, at, available),
            EtherType.IPv6 => IsIPv6(data, at, available),
            EtherType.Arp => IsArp(data, at),
            EtherType.Mpls or EtherType.PppoeSession => data.Length > at,
            < EtherType.Minimum => IsLlc(data, at, type, available),
            _ => false,
        };
    }

    public static bool IsPpp(ReadOnlySpan<byte> data, int offset, int available)
    {
        int at = offset;
        if (!PppLayer.Protocol(data, ref at, out int protocol)) return false;
        return Is(PppLayer.Layer(protocol), data, at, available - (at - offset));
    }

    /// <summary>Hardware Ethernet, protocol IPv4, their lengths and one of the two operations (RFC 826).</summary>
    private static bool IsArp(ReadOnlySpan<byte> data, int offset) =>
        data.Length - offset >= ArpFixed && data.Slice(offset, ArpFixed) is [0, 1, 8, 0, 6, 4, 0, 1 or 2];

    /// <summary>Spanning tree, SNAP or ISO, in a length that fits.</summary>
    private static bool IsLlc(ReadOnlySpan<byte> data, int offset, int length, int available) =>
        length >= Llc && length <= available && data.Length - offset >= Llc && data.Slice(offset, Llc) is [0x42, 0x42, 3] or [0xAA, 0xAA, 3] or [0xFE, 0xFE, 3];
}
