using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>Finds the network header behind the link header.</summary>
internal static class LinkLayer
{
    private const int CookedHeader = 16;
    private const int Cooked2Header = 20;
    private const int FamilyHeader = 4;
    private const int Preamble = 8;

    /// <summary>ARPHRD_NETLINK: the protocol field of the cooked header is then a netlink family, not an EtherType.</summary>
    private const int NetlinkHardware = 824;

    /// <summary>ETH_P_802_2: LLC follows the cooked header.</summary>
    private const int CookedLlc = 4;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, ushort linkType, ref DecodedPacket d) =>
        linkType == LinkType.Ethernet ? EthernetLayer.Decode(data, 0, ref d) : Other(data, linkType, ref d);

    /// <summary>A packet inside a tunnel.</summary>
    /// <param name="data">Captured bytes up to the end of the tunnel's payload.</param>
    /// <param name="offset">Where the carried packet begins, at most the length of the data.</param>
    public static DecodeOutcome DecodeInner(ReadOnlySpan<byte> data, int offset, InnerLayer layer, ref DecodedPacket d) => layer switch
    {
        InnerLayer.IPv4 => IPv4Layer.Decode(data, offset, ref d),
        InnerLayer.IPv6 => IPv6Layer.Decode(data, offset, ref d),
        InnerLayer.Ethernet => EthernetLayer.Decode(data, offset, ref d),
        InnerLayer.Ppp => PppLayer.Decode(data, offset, ref d),
        InnerLayer.Mpls => MplsLayer.Decode(data, offset, ref d),
        InnerLayer.Ieee80211 => Ieee80211Layer.Decode(data, offset, false, ref d),
        InnerLayer.Arp => DecodeOutcome.Arp,
        _ => DecodeOutcome.UnknownEtherType,
    };

    private static DecodeOutcome Other(ReadOnlySpan<byte> data, ushort linkType, ref DecodedPacket d) => linkType switch
    {
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => ByVersion(data, ref d),
        LinkType.IPv4 => IPv4Layer.Decode(data, 0, ref d),
        LinkType.IPv6 => IPv6Layer.Decode(data, 0, ref d),
        LinkType.LinuxCooked => Cooked(data, ref d),
        LinkType.LinuxCooked2 => Cooked2(data, ref d),
        LinkType.Null => Null(data, ref d),
        LinkType.Loop => Loop(data, ref d),
        LinkType.Ppp or LinkType.PppPppd or LinkType.PppHdlc => PppLayer.DecodeLink(data, 0, ref d),
        LinkType.PppWithDirection => data.IsEmpty ? DecodeOutcome.TruncatedLink : PppLayer.DecodeLink(data, 1, ref d),
        LinkType.PppEther => PppoeLayer.Session(data, 0, ref d),
        LinkType.CiscoHdlc => PppLayer.CiscoHdlc(data, 0, ref d),
        LinkType.Ieee80211 => Ieee80211Layer.Decode(data, 0, false, ref d),
        LinkType.Ieee80211Radiotap => WirelessHeaders.Radiotap(data, ref d),
        LinkType.Ieee80211Prism => WirelessHeaders.Prism(data, ref d),
        LinkType.Ieee80211Avs => WirelessHeaders.Avs(data, ref d),
        LinkType.Ppi => WirelessHeaders.Ppi(data, ref d),
        LinkType.NetfilterLog => NetfilterLog.Decode(data, ref d),
        LinkType.EthernetPreamble => data.Length < Preamble ? DecodeOutcome.TruncatedLink : EthernetLayer.Decode(data, Preamble, ref d),
        _ => DecodeOutcome.UnknownLinkType,
    };

    /// <summary>LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address, protocol.</summary>
    private static DecodeOutcome Cooked(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < CookedHeader) return DecodeOutcome.TruncatedLink;
        if (BinaryPrimitives.ReadUInt16BigEndian(data[2..]) == NetlinkHardware) return DecodeOutcome.UnknownEtherType;
        return CookedType(data, CookedHeader, BinaryPrimitives.ReadUInt16BigEndian(data[14..]), ref d);
    }

    /// <summary>LINKTYPE_LINUX_SLL2: protocol first, then interface, ARPHRD, packet type and address.</summary>
    private static DecodeOutcome Cooked2(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < Cooked2Header) return DecodeOutcome.TruncatedLink;
        if (BinaryPrimitives.ReadUInt16BigEndian(data[8..]) == NetlinkHardware) return DecodeOutcome.UnknownEtherType;
        return CookedType(data, Cooked2Header, BinaryPrimitives.ReadUInt16BigEndian(data), ref d);
    }

    private static DecodeOutcome CookedType(ReadOnlySpan<byte> data, int offset, int type, ref DecodedPacket d) =>
        type == CookedLlc ? LlcLayer.Decode(data, offset, ref d) : EthernetLayer.ByType(data, offset, type, ref d);

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
