using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets;

public sealed class NetworkLayerTests : IDisposable
{
    private static readonly byte[] Segment = Tcp(1000, 80, 2, [1, 2, 3]);

    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void IPv4_options_are_passed_over()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv4(6, Segment, options: new byte[40])));
        Assert.Equal((1000, 83, 3, 80), (_d.SourcePort, _d.IpLength, _d.PayloadLength, _d.PayloadOffset));
    }

    [Fact]
    public void Bad_IPv4_headers_are_named()
    {
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(With(IPv4(6, Segment), 0, 0x44), 228)); // header of 16 bytes
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(With(IPv4(6, Segment), 0, 0x65), 228)); // version 6
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(IPv4(6, Segment, total: 19)));
        Assert.Equal(DecodeOutcome.TruncatedIp, Decode(With(IPv4(6, [], total: 60), 0, 0x4F)));
    }

    [Fact]
    public void The_first_fragment_has_the_conversation_and_later_ones_do_not()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv4(17, Udp(1, 2, new byte[8], 3000), fragment: 0x2000)));
        Assert.Equal((1, 2, 8), (_d.SourcePort, _d.DestinationPort, _d.PayloadLength));
        Assert.Equal(DecodeOutcome.LaterFragment, Decode(IPv4(17, new byte[16], fragment: 0x2002)));
        Assert.Equal(DecodeOutcome.LaterFragment, Decode(IPv4(17, new byte[16], fragment: 0x0002)));
    }

    [Fact]
    public void A_first_fragment_too_small_for_its_header_has_its_ports()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv4(6, Segment[..8], fragment: 0x2000)));
        Assert.Equal((1000, 80, TcpFlags.None, 0, Anomaly.FragmentTiny), (_d.SourcePort, _d.DestinationPort, _d.Flags, _d.PayloadLength, _d.Anomalies));
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv4(6, With(Segment[..20], 12, 0xF0), fragment: 0x2000)));
        Assert.Equal((TcpFlags.Syn, 20, 0), (_d.Flags, _d.TransportHeaderLength, _d.PayloadLength));
        Assert.Equal(DecodeOutcome.TruncatedTransport, Decode(IPv4(6, Segment[..7], fragment: 0x2000)));
    }

    [Fact]
    public void IPv6_extension_headers_are_followed()
    {
        var authentication = Concat([6, 4], new byte[22], Segment);
        var chain = Extension(43, Extension(60, Extension(51, authentication)), words: 2); // hop-by-hop, routing, destination options
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv6(0, chain)));
        Assert.Equal((6, 1000, 3), (_d.Protocol, _d.SourcePort, _d.PayloadLength));
        Assert.Equal(40 + chain.Length, _d.IpLength);
        Assert.Equal(Address.Parse("2001:db8::2"), _d.Destination);
    }

    [Fact]
    public void IPv6_fragments_are_told_apart()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv6(44, Fragment(6, 0, true, Segment))));
        Assert.Equal(1000, _d.SourcePort);
        Assert.Equal(DecodeOutcome.Flow, Decode(IPv6(44, Fragment(6, 0, false, Segment)))); // an atomic fragment, RFC 6946
        Assert.Equal(DecodeOutcome.LaterFragment, Decode(IPv6(44, Fragment(6, 1, true, Segment))));
    }

    [Fact]
    public void Chains_that_lie_are_bad()
    {
        var chain = Segment;
        for (int i = 0; i < 13; i++) chain = Extension((byte)(i == 0 ? 6 : 60), chain);
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(IPv6(60, chain)));
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(IPv6(60, With(Extension(6, Segment), 1, 200)))); // beyond the datagram
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(IPv6(60, Extension(6, []), length: 4)));
        Assert.Equal(DecodeOutcome.BadIpHeader, Decode(With(IPv6(6, Segment), 0, 0x45), 229));
    }

    [Fact]
    public void No_next_header_is_a_flow_without_payload()
    {
        Assert.Equal(DecodeOutcome.Flow, Decode(Concat(IPv6(59, []), new byte[6])));
        Assert.Equal((59, 40, 0), (_d.Protocol, _d.IpLength, _d.PayloadLength));
    }

    [Fact]
    public void Bad_transport_headers_are_named()
    {
        Assert.Equal(DecodeOutcome.BadTransportHeader, Decode(IPv4(6, With(Segment, 12, 0x40)))); // 16 bytes
        Assert.Equal(DecodeOutcome.BadTransportHeader, Decode(IPv4(6, With(Segment, 12, 0xF0)))); // beyond the datagram
        Assert.Equal(DecodeOutcome.BadTransportHeader, Decode(IPv4(6, Segment[..12]))); // the datagram has no room
        Assert.Equal(DecodeOutcome.BadTransportHeader, Decode(IPv4(17, Udp(1, 2, [], 7))));
        Assert.Equal(DecodeOutcome.TruncatedTransport, Decode(IPv4(1, new byte[7])));
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }

    private DecodeOutcome Decode(byte[] datagram, ushort linkType = 101) => PacketDecoder.Decode(_memory.Place(datagram, linkType), ref _d);
}
