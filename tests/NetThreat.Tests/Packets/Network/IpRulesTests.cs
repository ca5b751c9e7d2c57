using NetThreat.Core.Flows;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets.Network;

public sealed class IpRulesTests : IDisposable
{
    private static readonly byte[] Segment = Tcp(1000, 80, 2);

    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData("224.0.0.5", "10.0.0.2", Anomaly.MartianSource)]
    [InlineData("255.255.255.255", "10.0.0.2", Anomaly.MartianSource)]
    [InlineData("127.0.0.1", "10.0.0.2", Anomaly.MartianSource)]
    [InlineData("127.0.0.1", "127.0.0.1", Anomaly.None)]
    [InlineData("0.0.0.0", "255.255.255.255", Anomaly.None)]
    [InlineData("10.0.0.2", "10.0.0.2", Anomaly.None)] // another port
    public void Addresses_that_send_nothing_are_named(string source, string destination, Anomaly expected) =>
        Assert.Equal(expected, Of(IPv4(6, Segment, source, destination)));

    [Theory]
    [InlineData("ff02::1", "2001:db8::2", Anomaly.MartianSource)]
    [InlineData("::1", "2001:db8::2", Anomaly.MartianSource)]
    [InlineData("::", "ff02::1", Anomaly.None)]
    [InlineData("::1", "::1", Anomaly.None)]
    public void IPv6_addresses_that_send_nothing_are_named(string source, string destination, Anomaly expected) =>
        Assert.Equal(expected, Of(IPv6(6, Segment, source, destination)));

    [Fact]
    public void A_packet_from_its_destination_is_a_land_attack()
    {
        Assert.Equal(Anomaly.LandAttack, Of(IPv4(6, Tcp(139, 139, 2), "10.0.0.2", "10.0.0.2")));
        Assert.Equal(Anomaly.LandAttack, Of(IPv6(17, Udp(7, 7), "2001:db8::2", "2001:db8::2")));
        Assert.Equal(Anomaly.None, Of(IPv4(6, Tcp(139, 139, 2), "127.0.0.1", "127.0.0.1")));
    }

    [Theory]
    [InlineData(0, "10.0.0.2", Anomaly.LowTtl)]
    [InlineData(1, "10.0.0.2", Anomaly.LowTtl)]
    [InlineData(2, "10.0.0.2", Anomaly.None)]
    [InlineData(1, "224.0.0.251", Anomaly.None)]
    public void A_packet_that_cannot_go_on_is_odd_unless_to_many(byte ttl, string destination, Anomaly expected)
    {
        byte[] b = IPv4(17, Udp(1, 2), destination: destination);
        b[8] = ttl;
        Assert.Equal(expected, Of(b));
    }

    [Theory]
    [InlineData(new byte[] { 131, 7, 8, 9, 9, 9, 9, 0 }, Anomaly.SourceRoute)]
    [InlineData(new byte[] { 137, 7, 4, 9, 9, 9, 9, 0 }, Anomaly.SourceRoute)]
    [InlineData(new byte[] { 148, 4, 0, 0 }, Anomaly.None)]
    [InlineData(new byte[] { 7, 7, 4, 0, 0, 0, 0, 0 }, Anomaly.IpOptions)]
    [InlineData(new byte[] { 7, 9, 4, 0, 0, 0, 0, 0 }, Anomaly.IpBadOptions)]
    [InlineData(new byte[] { 1, 1, 1, 68 }, Anomaly.IpBadOptions)]
    public void IPv4_options_are_walked(byte[] options, Anomaly expected) => Assert.Equal(expected, Of(IPv4(6, Segment, options: options)));

    [Fact]
    public void Lengths_and_reserved_bits_are_checked()
    {
        Assert.Equal(Anomaly.IpLengthBeyondFrame, Of(IPv4(6, Tcp(1000, 80, 16), total: 41)));
        Assert.Equal(Anomaly.IpLengthBeyondFrame, Of(IPv6(6, Tcp(1000, 80, 16), length: 21)));
        Assert.Equal(Anomaly.IpReservedBit, Of(IPv4(6, Segment, fragment: 0x8000)));
        Assert.Equal(Anomaly.UdpLengthMismatch, Of(IPv4(17, Udp(1, 2, new byte[4], 11))));
        Assert.Equal(Anomaly.PortZero, Of(IPv4(17, Udp(1, 0))));
        Assert.Equal(Anomaly.None, Of(IPv4(17, Udp(0, 1)))); // no answer is wanted
    }

    [Fact]
    public void IPv6_extension_headers_have_an_order()
    {
        Assert.Equal(Anomaly.None, Of(IPv6(0, Extension(60, Extension(43, Extension(60, Extension(6, Segment)))))) & ~Anomaly.SourceRoute);
        Assert.Equal(Anomaly.IpExtensionOrder, Of(IPv6(60, Extension(0, Extension(6, Segment)))));
        Assert.Equal(Anomaly.SourceRoute | Anomaly.IpExtensionOrder, Of(IPv6(43, Extension(43, Extension(6, Segment)))));
        byte[] options = Extension(6, Segment);
        (options[2], options[3]) = (5, 200);
        Assert.Equal(Anomaly.IpBadOptions, Of(IPv6(0, options)));
    }

    [Fact]
    public void The_authentication_header_hides_nothing()
    {
        Assert.Equal(Anomaly.None, Of(IPv4(51, Concat([6, 4], new byte[22], Segment))));
        Assert.Equal((6, 1000, 80, 44), (_d.Protocol, _d.SourcePort, _d.DestinationPort, _d.PayloadOffset - 20));
    }

    private Anomaly Of(byte[] datagram)
    {
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(datagram, 101), ref _d));
        return _d.Anomalies;
    }
}
