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

    public static TheoryData<string, ushort, byte[]> Frames => new()
    {
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
    [InlineData(0x0026, DecodeOutcome.UnknownEtherType)] // an 802.3 length: LLC follows
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
