using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>Ethernet II and IEEE 802.3, with the tags and shims that lie between the addresses and the network header.</summary>
internal static class EthernetLayer
{
    private const int Header = 14;
    private const int VlanTag = 4;
    private const int VnTag = 6;
    private const int FabricPathTag = 2;
    private const int ServiceTag = 4;

    /// <summary>More tags than any network stacks; the rest of such a frame is noise.</summary>
    private const int MaxTags = 8;

    /// <summary>Link headers within link headers (pseudowires, bridged PPP, SNAP), each of which may begin the next.</summary>
    private const int MaxHeaders = 8;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header) return DecodeOutcome.TruncatedLink;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data.Slice(offset + 12, 2));
        offset += Header;
        if (type == EtherType.IPv4) return IPv4Layer.Decode(data, offset, ref d);
        return type < EtherType.Minimum ? Ieee8023(data, offset, ref d) : ByType(data, offset, type, ref d);
    }

    /// <summary>What follows an EtherType field.</summary>
    public static DecodeOutcome ByType(ReadOnlySpan<byte> data, int offset, int type, ref DecodedPacket d)
    {
        if (++d.LinkHeaders > MaxHeaders) return DecodeOutcome.UnknownEtherType;
        for (int tags = 0; ; tags++)
        {
            int tag = TagLength(type);
            if (tag == 0) break;
            if (tags == MaxTags) return DecodeOutcome.UnknownEtherType;
            if (data.Length - offset < tag) return DecodeOutcome.TruncatedLink;
            if (EtherType.IsVlan(type) && d.Vlan == 0) d.Vlan = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(data[offset..]) & 0xFFF);
            type = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + tag - 2)..]);
            offset += tag;
        }

        return type switch
        {
            EtherType.IPv4 => IPv4Layer.Decode(data, offset, ref d),
            EtherType.IPv6 => IPv6Layer.Decode(data, offset, ref d),
            EtherType.Arp => DecodeOutcome.Arp,
            EtherType.Mpls or EtherType.MplsMulticast => MplsLayer.Decode(data, offset, ref d),
            EtherType.PppoeSession => PppoeLayer.Session(data, offset, ref d),
            EtherType.PppoeDiscovery => DecodeOutcome.LinkControl,
            EtherType.MacSec => DecodeOutcome.Encrypted,
            < EtherType.Minimum => LlcLayer.Decode(data, offset, ref d),
            _ => DecodeOutcome.UnknownEtherType,
        };
    }

    /// <summary>Bytes from behind the type up to behind the next type; 0 where the type is no tag. Two of them hide the addresses of a whole frame.</summary>
    private static int TagLength(int type) => type switch
    {
        EtherType.Vlan or EtherType.ServiceVlan or EtherType.OldStackedVlan or EtherType.OldStackedVlan2 => VlanTag,
        EtherType.VnTag => VnTag,
        EtherType.FabricPath => FabricPathTag + Header,
        EtherType.ProviderBackbone => ServiceTag + Header,
        EtherType.TransparentEthernet => Header,
        _ => 0,
    };

    /// <summary>A length instead of a type: LLC, or the outer frame of Cisco's inter-switch link.</summary>
    private static DecodeOutcome Ieee8023(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        var address = data.Slice(offset - Header, 5);
        return InterSwitchLink.Is(address) ? InterSwitchLink.Decode(data, offset - Header, ref d) : LlcLayer.Decode(data, offset, ref d);
    }
}
