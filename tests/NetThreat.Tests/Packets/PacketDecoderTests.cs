using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets;

public sealed class PacketDecoderTests : IDisposable
{
    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_TCP_segment_gives_every_field()
    {
        var tcp = Tcp(40000, 443, 0x18, new byte[11], 0x01020304, 0xA0B0C0D0, 512, options: new byte[12]);
        var packet = _memory.Place(Ethernet(0x0800, IPv4(6, tcp, "192.0.2.1", "198.51.100.7")), time: new Timestamp(1234567));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(packet, ref _d));
        Assert.Equal(new Timestamp(1234567), _d.Time);
        Assert.Equal((Address.Parse("192.0.2.1"), Address.Parse("198.51.100.7")), (_d.Source, _d.Destination));
        Assert.Equal((40000, 443, 6), (_d.SourcePort, _d.DestinationPort, _d.Protocol));
        Assert.Equal((TcpFlags.Psh | TcpFlags.Ack, 512), (_d.Flags, _d.Window));
        Assert.Equal((0x01020304u, 0xA0B0C0D0u), (_d.Sequence, _d.Acknowledgment));
        Assert.Equal((63, 32, 11), (_d.IpLength, _d.TransportHeaderLength, _d.PayloadLength));
        Assert.Equal((14 + 52, 11, 77), (_d.PayloadOffset, _d.CapturedPayload, _d.WireLength));
        Assert.Equal((0, 0u), (_d.Vlan, _d.IcmpRest));
    }

    [Fact]
    public void A_UDP_datagram_clears_what_an_earlier_TCP_segment_left()
    {
        Decode(Ethernet(0x0800, IPv4(6, Tcp(1, 2, 0xFF, [], 9, 9, 9)), 5));
        Assert.Equal(DecodeOutcome.Flow, Decode(Ethernet(0x0800, IPv4(17, Udp(53, 5353, new byte[3])))));
        Assert.Equal((53, 5353, 17), (_d.SourcePort, _d.DestinationPort, _d.Protocol));
        Assert.Equal((TcpFlags.None, 0, 0u, 0u), (_d.Flags, _d.Window, _d.Sequence, _d.Acknowledgment));
        Assert.Equal((8, 3, 42, 0), (_d.TransportHeaderLength, _d.PayloadLength, _d.PayloadOffset, _d.Vlan));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(58)]
    public void ICMP_gives_type_code_and_the_rest(byte protocol)
    {
        var icmp = Icmp(8, 3, 0xCAFE0001, new byte[5]);
        Assert.Equal(DecodeOutcome.Flow, Decode(protocol == 1 ? Ethernet(0x0800, IPv4(1, icmp)) : Ethernet(0x86DD, IPv6(58, icmp))));
        Assert.Equal((8, 3, 0xCAFE0001u), (_d.SourcePort, _d.DestinationPort, _d.IcmpRest));
        Assert.Equal((8, 5, 5), (_d.TransportHeaderLength, _d.PayloadLength, _d.CapturedPayload));
    }

    [Fact]
    public void Another_protocol_is_a_flow_without_ports()
    {
        Decode(Ethernet(0x0800, IPv4(6, Tcp(7, 7, 2))));
        Assert.Equal(DecodeOutcome.Flow, Decode(Ethernet(0x0800, IPv4(47, new byte[9]))));
        Assert.Equal((0, 0, 47, 0, 9), (_d.SourcePort, _d.DestinationPort, _d.Protocol, _d.TransportHeaderLength, _d.PayloadLength));
        Assert.Equal(TcpFlags.None, _d.Flags);
    }

    [Fact]
    public void Ethernet_padding_is_no_payload()
    {
        var frame = Concat(Ethernet(0x0800, IPv4(17, Udp(1, 2, new byte[4]))), new byte[14]);
        Assert.Equal(DecodeOutcome.Flow, Decode(frame));
        Assert.Equal((32, 4, 4, 60), (_d.IpLength, _d.PayloadLength, _d.CapturedPayload, _d.WireLength));
    }

    [Fact]
    public void A_capture_that_was_cut_keeps_the_wire_lengths()
    {
        var frame = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[1000])));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(frame.AsSpan(0, 60), wireLength: frame.Length), ref _d));
        Assert.Equal((1040, 1000, 6, 1054), (_d.IpLength, _d.PayloadLength, _d.CapturedPayload, _d.WireLength));
    }

    [Fact]
    public void TCP_options_that_were_not_captured_leave_an_empty_payload_at_the_end()
    {
        var frame = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[100], options: new byte[20])));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(frame.AsSpan(0, 54), wireLength: frame.Length), ref _d));
        Assert.Equal((40, 100, 54, 0), (_d.TransportHeaderLength, _d.PayloadLength, _d.PayloadOffset, _d.CapturedPayload));
    }

    [Theory]
    [InlineData(0, 100)] // "to the end"
    [InlineData(58, 50)] // shorter than IP carries
    [InlineData(9999, 100)] // longer than IP carries
    public void UDP_length_counts_where_it_can_be_true(int length, int payload)
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(Ethernet(0x0800, IPv4(17, Udp(1, 2, new byte[100], length)))));
        Assert.Equal((payload, payload), (_d.PayloadLength, _d.CapturedPayload));
    }

    [Fact]
    public void Segmentation_offload_takes_the_lengths_from_the_frame()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[3000]), total: 0))));
        Assert.Equal((3040, 3000), (_d.IpLength, _d.PayloadLength));
        Assert.Equal(DecodeOutcome.Flow, Decode(Ethernet(0x86DD, IPv6(6, Tcp(1, 2, 16, new byte[3000]), length: 0))));
        Assert.Equal((3060, 3000), (_d.IpLength, _d.PayloadLength));
    }

    [Fact]
    public void A_forged_wire_length_does_not_become_an_offloaded_length()
    {
        var frame = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16), total: 0));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(frame, wireLength: int.MaxValue), ref _d));
        Assert.Equal(512 * 1024, _d.IpLength);
    }

    [Fact]
    public void Decoding_does_not_allocate()
    {
        var packet = _memory.Place(Ethernet(0x86DD, IPv6(0, Extension(6, Tcp(1, 2, 2))), 7));
        PacketDecoder.Decode(packet, ref _d);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) PacketDecoder.Decode(packet, ref _d);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Every_outcome_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<DecodeOutcome>().Select(PacketDecoder.Reason).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.DoesNotContain("unknown_outcome", names);
        Assert.All(names, n => Assert.Matches("^[a-z]+(_[a-z]+)*$", n));
    }

    private DecodeOutcome Decode(byte[] frame) => PacketDecoder.Decode(_memory.Place(frame), ref _d);
}
