using NetThreat.Core.Net;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets;

public sealed class LinkLayerTests : IDisposable
{
    private static readonly byte[] V4 = IPv4(17, Udp(1000, 2000, new byte[6]));
    private static readonly byte[] V6 = IPv6(17, Udp(1000, 2000, new byte[6]));

    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    private static readonly byte[] Addresses = new byte[12];
    private static readonly byte[] Snap = [0xAA, 0xAA, 3, 0, 0, 0, 0x08, 0x00];
    private static readonly byte[] Radiotap = [0, 0, 8, 0, 0, 0, 0, 0];

    public static TheoryData<string, ushort, byte[]> Frames => new()
    {
        { "FabricPath", 1, Ethernet(0x8903, Concat([0x12, 0x34], Ethernet(0x0800, V4))) },
        { "FabricPath, tagged", 1, Ethernet(0x8903, Concat([0x12, 0x34], Ethernet(0x86DD, V6, 7))) },
        { "provider backbone", 1, Ethernet(0x88E7, Concat(new byte[4], Ethernet(0x0800, V4))) },
        { "VN-Tag", 1, Concat(Addresses, [0x89, 0x26, 0, 0, 0, 0, 0x81, 0, 0, 7, 0x08, 0x00], V4) },
        { "inter-switch link", 1, Concat([1, 0, 0x0C, 0, 0, 0], new byte[6], [0, 60, 0xAA, 0xAA, 3, 0, 0, 0, 0, 14, 0, 0, 0, 0], Ethernet(0x0800, V4)) },
        { "LLC and SNAP", 1, Concat(Addresses, [0, 42], Snap, V4) },
        { "LLC, IP", 1, Concat(Addresses, [0, 37, 6, 6, 3], V4) },
        { "MPLS", 1, Ethernet(0x8847, Concat([0, 1, 0x01, 0xFF], V4)) },
        { "MPLS, three labels, IPv6", 1, Ethernet(0x8847, Concat([0, 1, 0, 9], [0, 2, 0, 9], [0, 3, 1, 9], V6)) },
        { "MPLS pseudowire with control word", 1, Ethernet(0x8847, Concat([0, 1, 1, 9], [0, 0, 0, 5], Ethernet(0x0800, V4))) },
        { "MPLS pseudowire without", 1, Ethernet(0x8847, Concat([0, 1, 1, 9], Ethernet(0x86DD, V6, 3))) },
        { "MPLS pseudowire to an address that begins like IPv4", 1, Ethernet(0x8847, Concat([0, 1, 1, 9], [0x45, 0, 0xFF, 0xFF], Ethernet(0x0800, V4)[4..])) },
        { "PPPoE", 1, Ethernet(0x8864, Concat([0x11, 0, 0, 1, 0, 36, 0, 0x21], V4)) },
        { "PPPoE, compressed protocol field, IPv6", 1, Ethernet(0x8864, Concat([0x11, 0, 0, 1, 0, 55, 0x57], V6)) },
        { "PPP", 9, Concat([0xFF, 3, 0, 0x21], V4) },
        { "PPP without address and control", 9, Concat([0, 0x57], V6) },
        { "PPP, MPLS", 9, Concat([0xFF, 3, 2, 0x81, 0, 1, 1, 9], V4) },
        { "PPP, bridged", 9, Concat([0xFF, 3, 0, 0x31, 0, 1], Ethernet(0x0800, V4)) },
        { "PPP, pppd", 166, Concat([1, 3, 0, 0x21], V4) },
        { "PPP, with direction", 204, Concat([1, 0xFF, 3, 0, 0x21], V4) },
        { "PPP over HDLC", 50, Concat([0xFF, 3, 0, 0x21], V4) },
        { "PPP over Ethernet", 51, Concat([0x11, 0, 0, 1, 0, 36, 0, 0x21], V4) },
        { "Cisco HDLC", 104, Concat([0x0F, 0, 0x08, 0], V4) },
        { "Cisco HDLC on a PPP link", 50, Concat([0x8F, 0, 0x86, 0xDD], V6) },
        { "802.11", 105, Concat([0x08, 1], new byte[22], Snap, V4) },
        { "802.11, QoS", 105, Concat([0x88, 2], new byte[24], Snap, V4) },
        { "802.11, four addresses, QoS, HT", 105, Concat([0x88, 0x83], new byte[34], Snap, V4) },
        { "802.11, A-MSDU", 105, Concat([0x88, 1], new byte[22], [0x80, 0], new byte[12], [0, 42], Snap, V4) },
        { "radiotap", 127, Concat(Radiotap, [0x08, 1], new byte[22], Snap, V4) },
        { "radiotap, padded", 127, Concat([0, 0, 18, 0, 3, 0, 0, 0], new byte[8], [0x20, 0], [0x88, 1], new byte[26], Snap, V4) },
        { "PPI", 192, Concat([0, 0, 8, 0, 105, 0, 0, 0], [0x08, 1], new byte[22], Snap, V4) },
        { "Prism", 119, Concat([0, 0, 0, 0x44, 16, 0, 0, 0], new byte[8], [0x08, 1], new byte[22], Snap, V4) },
        { "AVS", 163, Concat([0x80, 0x21, 0x10, 1, 0, 0, 0, 16], new byte[8], [0x08, 1], new byte[22], Snap, V4) },
        { "netfilter log", 239, Concat([2, 0, 0, 0], [6, 0, 10, 0, 0x41, 0, 0, 0], [38, 0, 9, 0], V4) },
        { "netfilter log, other order", 239, Concat([10, 0, 0, 0], [0, 58, 0, 9], V6) },
        { "Ethernet with preamble", 274, Concat([0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xD5], Ethernet(0x0800, V4)) },
        { "ethernet", 1, Ethernet(0x0800, V4) },
        { "ethernet, IPv6", 1, Ethernet(0x86DD, V6) },
        { "one tag", 1, Ethernet(0x0800, V4, 7) },
        { "eight tags", 1, Ethernet(0x86DD, V6, 7, 1, 2, 3, 4, 5, 6, 8) },
        { "802.1ad", 1, Concat(new byte[12], [0x88, 0xA8, 0x00, 0x07, 0x81, 0x00, 0x00, 0x09, 0x08, 0x00], V4) },
        { "raw", 101, V4 },
        { "raw, IPv6", 101, V6 },
        { "raw, BSD number", 12, V4 },
        { "raw, OpenBSD number", 14, V6 },
        { "IPv4", 228, V4 },
        { "IPv6", 229, V6 },
        { "null, little-endian", 0, Concat([2, 0, 0, 0], V4) },
        { "null, big-endian", 0, Concat([0, 0, 0, 2], V4) },
        { "null, Darwin IPv6", 0, Concat([30, 0, 0, 0], V6) },
        { "null, FreeBSD IPv6", 0, Concat([0, 0, 0, 28], V6) },
        { "loop", 108, Concat([0, 0, 0, 2], V4) },
        { "loop, OpenBSD IPv6", 108, Concat([0, 0, 0, 24], V6) },
        { "cooked", 113, Concat(new byte[14], [0x08, 0x00], V4) },
        { "cooked, tagged", 113, Concat(new byte[14], [0x81, 0x00, 0x00, 0x07, 0x86, 0xDD], V6) },
        { "cooked 2", 276, Concat([0x08, 0x00], new byte[18], V4) },
        { "cooked 2, IPv6", 276, Concat([0x86, 0xDD], new byte[18], V6) },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void The_same_datagram_is_found_behind_every_link_header(string what, ushort linkType, byte[] frame)
    {
        Assert.True(PacketDecoder.Decode(_memory.Place(frame, linkType), ref _d) == DecodeOutcome.Flow, what);
        Assert.Equal((1000, 2000, 17, 6), (_d.SourcePort, _d.DestinationPort, _d.Protocol, _d.CapturedPayload));
        Assert.Contains(_d.Source, new[] { Address.Parse("10.0.0.1"), Address.Parse("2001:db8::1") });
        Assert.Equal(frame.Length - 6, _d.PayloadOffset);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Every_cut_of_a_frame_is_a_truncation(string what, ushort linkType, byte[] frame)
    {
        for (int n = 0; n < frame.Length - 6; n++)
        {
            var outcome = PacketDecoder.Decode(_memory.Place(frame.AsSpan(0, n), linkType, frame.Length), ref _d);
            Assert.True(outcome is DecodeOutcome.TruncatedLink or DecodeOutcome.TruncatedIp or DecodeOutcome.TruncatedTransport, $"{what} cut at {n}: {outcome}");
        }
    }

    [Fact]
    public void The_outermost_tag_is_the_VLAN_without_its_priority_bits()
    {
        PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, V4, 0xE123, 0x0456)), ref _d);
        Assert.Equal(0x123, _d.Vlan);
    }

    [Theory]
    [InlineData(0x0806, DecodeOutcome.Arp)]
    [InlineData(0x88CC, DecodeOutcome.UnknownEtherType)]
    [InlineData(0x0026, DecodeOutcome.Llc)] // an 802.3 length: LLC follows
    [InlineData(0x8863, DecodeOutcome.LinkControl)]
    [InlineData(0x88E5, DecodeOutcome.Encrypted)]
    public void Other_ether_types_are_named(ushort type, DecodeOutcome expected) =>
        Assert.Equal(expected, PacketDecoder.Decode(_memory.Place(Ethernet(type, new byte[38])), ref _d));

    [Fact]
    public void Tags_without_end_are_not_followed() =>
        Assert.Equal(DecodeOutcome.UnknownEtherType, PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, V4, new ushort[9])), ref _d));

    [Fact]
    public void Netlink_in_a_cooked_capture_is_no_packet()
    {
        Assert.Equal(DecodeOutcome.UnknownEtherType, PacketDecoder.Decode(_memory.Place(Concat([0, 4, 3, 0x38], new byte[10], [8, 0], V4), 113), ref _d));
        Assert.Equal(DecodeOutcome.UnknownEtherType, PacketDecoder.Decode(_memory.Place(Concat([8, 0], new byte[6], [3, 0x38], new byte[10], V4), 276), ref _d));
    }

    [Fact]
    public void A_link_type_that_is_not_known_is_named() =>
        Assert.Equal(DecodeOutcome.UnknownLinkType, PacketDecoder.Decode(_memory.Place(V4, 147), ref _d));

    [Fact]
    public void Raw_packets_of_neither_version_are_bad() =>
        Assert.Equal(DecodeOutcome.BadIpHeader, PacketDecoder.Decode(_memory.Place(new byte[40], 101), ref _d));
}
