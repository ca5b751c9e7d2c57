using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>Finds the network header behind the link header.</summary>
internal static class LinkLayer
{
    private const int EthernetHeader = 14;
    private const int CookedHeader = 16;
    private const int Cooked2Header = 20;
    private const int FamilyHeader = 4;
    private const int VlanTag = 4;

    /// <summary>More tags than any network stacks; the rest of such a frame is noise.</summary>
    private const int MaxVlanTags = 8;

    /// <summary>ARPHRD_NETLINK: the protocol field of the cooked header is then a netlink family, not an EtherType.</summary>
    private const int NetlinkHardware = 824;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, ushort linkType, ref DecodedPacket d) => linkType switch
    {
        LinkType.Ethernet => Ethernet(data, 0, ref d),
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => ByVersion(data, ref d),
        LinkType.IPv4 => IPv4Layer.Decode(data, 0, ref d),
        LinkType.IPv6 => IPv6Layer.Decode(data, 0, ref d),
        LinkType.LinuxCooked => Cooked(data, ref d),
        LinkType.LinuxCooked2 => Cooked2(data, ref d),
        LinkType.Null => Null(data, ref d),
        LinkType.Loop => Loop(data, ref d),
        _ => DecodeOutcome.UnknownLinkType,
    };

    /// <summary>A packet inside a tunnel.</summary>
    /// <param name="data">Captured bytes up to the end of the tunnel's payload.</param>
    /// <param name="offset">Where the carried packet begins, at most the length of the data.</param>
    public static DecodeOutcome DecodeInner(ReadOnlySpan<byte> data, int offset, InnerLayer layer, ref DecodedPacket d) => layer switch
    {
        InnerLayer.IPv4 => IPv4Layer.Decode(data, offset, ref d),
        InnerLayer.IPv6 => IPv6Layer.Decode(data, offset, ref d),
        InnerLayer.Ethernet => Ethernet(data, offset, ref d),
        _ => DecodeOutcome.UnknownEtherType,
    };

    private static DecodeOutcome Ethernet(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < EthernetHeader) return DecodeOutcome.TruncatedLink;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data.Slice(offset + 12, 2));
        offset += EthernetHeader;
        return type == EtherType.IPv4 ? IPv4Layer.Decode(data, offset, ref d) : ByType(data, offset, type, ref d);
    }

    private static DecodeOutcome ByType(ReadOnlySpan<byte> data, int offset, int type, ref DecodedPacket d)
    {
        for (int tags = 0; EtherType.IsVlan(type); tags++)
        {
            if (tags == MaxVlanTags) return DecodeOutcome.UnknownEtherType;
            if (data.Length - offset < VlanTag) return DecodeOutcome.TruncatedLink;
            uint tag = BinaryPrimitives.ReadUInt32BigEndian(data.Slice(offset, VlanTag));
            if (tags == 0) d.Vlan = (ushort)(tag >> 16 & 0xFFF);
            type = (int)(tag & 0xFFFF);
            offset += VlanTag;
        }

        return type switch
        {
            EtherType.IPv4 => IPv4Layer.Decode(data, offset, ref d),
            EtherType.IPv6 => IPv6Layer.Decode(data, offset, ref d),
            EtherType.Arp => DecodeOutcome.Arp,
            _ => DecodeOutcome.UnknownEtherType,
        };
    }

    /// <summary>LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address, protocol.</summary>
    private static DecodeOutcome Cooked(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < CookedHeader) return DecodeOutcome.TruncatedLink;
        if (BinaryPrimitives.ReadUInt16BigEndian(data[2..]) == NetlinkHardware) return DecodeOutcome.UnknownEtherType;
        return ByType(data, CookedHeader, BinaryPrimitives.ReadUInt16BigEndian(data[14..]), ref d);
    }

    /// <summary>LINKTYPE_LINUX_SLL2: protocol first, then interface, ARPHRD, packet type and address.</summary>
    private static DecodeOutcome Cooked2(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < Cooked2Header) return DecodeOutcome.TruncatedLink;
        if (BinaryPrimitives.ReadUInt16BigEndian(data[8..]) == NetlinkHardware) return DecodeOutcome.UnknownEtherType;
        return ByType(data, Cooked2Header, BinaryPrimitives.ReadUInt16BigEndian(data), ref d);
    }

    private static DecodeOutcome ByVersion(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.IsEmpty) return DecodeOutcome.TruncatedIp;
        return (data[0] >> 4) switch
        {
            4 => IPv4Layer.Decode(data, 0, ref d),
            6 => IPv6Layer.Decode(data, 0, ref d),
            _ => DecodeOutcome.BadIpHeader,
        };
    }

    /// <summary>The family is in the capturing host's order, which the file does not say: families are small, so the small reading is it.</summary>
    private static DecodeOutcome Null(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < FamilyHeader) return DecodeOutcome.TruncatedLink;
        uint family = BinaryPrimitives.ReadUInt32LittleEndian(data);
        return ByFamily(data, family > 0xFFFF ? BinaryPrimitives.ReverseEndianness(family) : family, ref d);
    }

    private static DecodeOutcome Loop(ReadOnlySpan<byte> data, ref DecodedPacket d) =>
        data.Length < FamilyHeader ? DecodeOutcome.TruncatedLink : ByFamily(data, BinaryPrimitives.ReadUInt32BigEndian(data), ref d);

    /// <summary>AF_INET is 2 everywhere; AF_INET6 is 24 (NetBSD, OpenBSD), 28 (FreeBSD), 30 (Darwin) or 10 (Linux).</summary>
    private static DecodeOutcome ByFamily(ReadOnlySpan<byte> data, uint family, ref DecodedPacket d) => family switch
    {
        2 => IPv4Layer.Decode(data, FamilyHeader, ref d),
        10 or 24 or 28 or 30 => IPv6Layer.Decode(data, FamilyHeader, ref d),
        _ => DecodeOutcome.UnknownEtherType,
    };
}
