using NetThreat.Core.Flows;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets.Tunnels;

public sealed class TunnelTests : IDisposable
{
    private static readonly byte[] V4 = IPv4(17, Udp(1000, 2000, new byte[6]), "192.168.0.1", "192.168.0.2");
    private static readonly byte[] V6 = IPv6(17, Udp(1000, 2000, new byte[6]));
    private static readonly byte[] Frame = Ethernet(0x0800, V4);

    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    public static TheoryData<string, TunnelKind, byte, byte[]> Carried => new()
    {
        { "IP in IP", TunnelKind.IpInIp, 4, V4 },
        { "6in4", TunnelKind.IpInIp, 41, V6 },
        { "GRE", TunnelKind.Gre, 47, Concat([0, 0, 0x08, 0], V4) },
        { "GRE, key, sequence and checksum", TunnelKind.Gre, 47, Concat([0xB0, 0, 0x86, 0xDD], new byte[12], V6) },
        { "GRE, routing", TunnelKind.Gre, 47, Concat([0x40, 0, 0x08, 0], new byte[4], [0x08, 0, 0, 4, 9, 9, 9, 9], new byte[4], V4) },
        { "GRE, Ethernet", TunnelKind.Gre, 47, Concat([0, 0, 0x65, 0x58], Frame) },
        { "GRE, MPLS", TunnelKind.Gre, 47, Concat([0, 0, 0x88, 0x47], [0, 1, 1, 9], V4) },
        { "GRE, WCCP version 1", TunnelKind.Gre, 47, Concat([0, 0, 0x88, 0x3E], V4) },
        { "GRE, WCCP version 2", TunnelKind.Gre, 47, Concat([0, 0, 0x88, 0x3E], [0, 0, 0, 1], V4) },
        { "PPTP", TunnelKind.Gre, 47, Concat([0x30, 0x01, 0x88, 0x0B], [0, 38, 0, 1], [0, 0, 0, 1], [0xFF, 3, 0, 0x21], V4) },
        { "PPTP with acknowledgment", TunnelKind.Gre, 47, Concat([0x30, 0x81, 0x88, 0x0B], [0, 35, 0, 1], new byte[8], [0x21], V4) },
        { "ERSPAN I", TunnelKind.Erspan, 47, Concat([0, 0, 0x88, 0xBE], Frame) },
        { "ERSPAN II", TunnelKind.Erspan, 47, Concat([0x10, 0, 0x88, 0xBE], [0, 0, 0, 1], [0x10, 0, 0, 0, 0, 0, 0, 0], Frame) },
        { "ERSPAN III", TunnelKind.Erspan, 47, Concat([0x10, 0, 0x22, 0xEB], [0, 0, 0, 1], [0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Frame) },
        { "ERSPAN III, platform header, IP", TunnelKind.Erspan, 47, Concat([0x10, 0, 0x22, 0xEB], [0, 0, 0, 1], [0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1], new byte[8], V4) },
        { "Ethernet in IP", TunnelKind.EtherIp, 97, Concat([0x30, 0], Frame) },
        { "L2TP version 3 over IP", TunnelKind.L2tp, 115, Concat([0, 0, 0, 9], Frame) },
        { "L2TP version 3 over IP, cookie and sublayer", TunnelKind.L2tp, 115, Concat([0, 0, 0, 9], new byte[12], Frame) },
        { "VXLAN", TunnelKind.Vxlan, 17, Udp(50000, 4789, Concat([8, 0, 0, 0, 0, 0, 1, 0], Frame)) },
        { "VXLAN, Linux port, group policy", TunnelKind.Vxlan, 17, Udp(50000, 8472, Concat([0x88, 0, 0, 5, 0, 0, 1, 0], Frame)) },
        { "VXLAN GPE", TunnelKind.Vxlan, 17, Udp(50000, 4790, Concat([0x0C, 0, 0, 2, 0, 0, 1, 0], V6)) },
        { "Geneve", TunnelKind.Geneve, 17, Udp(50000, 6081, Concat([0, 0, 0x65, 0x58, 0, 0, 1, 0], Frame)) },
        { "Geneve with options", TunnelKind.Geneve, 17, Udp(50000, 6081, Concat([2, 0x40, 0x08, 0, 0, 0, 1, 0], new byte[8], V4)) },
        { "GTP-U", TunnelKind.Gtp, 17, Udp(2152, 2152, Concat([0x30, 0xFF, 0, 34, 0, 0, 0, 1], V4)) },
        { "GTP-U with extension headers", TunnelKind.Gtp, 17, Udp(2152, 2152, Concat([0x36, 0xFF, 0, 50, 0, 0, 0, 1], [0, 1, 0, 0x85], [1, 0, 0, 0xC0], [2, 0, 0, 0, 0, 0, 0, 0], V4)) },
        { "Teredo", TunnelKind.Teredo, 17, Udp(40000, 3544, V6) },
        { "Teredo, authentication and origin", TunnelKind.Teredo, 17, Udp(3544, 40000, Concat([0, 1, 0, 0], new byte[9], [0, 0, 1, 2, 3, 4, 5, 6], V6)) },
        { "L2TP version 2", TunnelKind.L2tp, 17, Udp(1701, 1701, Concat([0, 2, 0, 1, 0, 2], [0xFF, 3, 0, 0x21], V4)) },
        { "L2TP version 2, length, sequence, offset", TunnelKind.L2tp, 17, Udp(1701, 1701, Concat([0x4A, 2, 0, 50, 0, 1, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0], [0x21], V4)) },
        { "L2TP version 3 over UDP", TunnelKind.L2tp, 17, Udp(1701, 1701, Concat([0, 3, 0, 0, 0, 0, 0, 9], Frame)) },
        { "GRE in UDP", TunnelKind.Gre, 17, Udp(50000, 4754, Concat([0, 0, 0x08, 0], V4)) },
        { "AYIYA", TunnelKind.Ayiya, 17, Udp(5072, 5072, Concat([0x41, 0x52, 0x11, 41, 0, 0, 0, 0], new byte[16], new byte[20], V6)) },
    };

    [Theory]
    [MemberData(nameof(Carried))]
    public void The_packet_inside_is_found(string what, TunnelKind kind, byte protocol, byte[] payload)
    {
        var packet = _memory.Place(Ethernet(0x0800, IPv4(protocol, payload)));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(packet, ref _d));
        Assert.True(_d.Tunnel == kind && _d.Inner != InnerLayer.None, $"{what}: {_d.Tunnel} {_d.Inner}");
        var outer = _d;
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.DecodeInner(packet, outer, ref _d));
        Assert.Equal((1000, 2000, 6, 6), (_d.SourcePort, _d.DestinationPort, _d.PayloadLength, _d.CapturedPayload));
        Assert.Equal(InnerLayer.None, _d.Inner);
        Assert.Equal(Anomaly.None, _d.Anomalies);
    }

    [Theory]
    [MemberData(nameof(Carried))]
    public void A_cut_packet_carries_what_was_captured_or_nothing(string what, TunnelKind kind, byte protocol, byte[] payload)
    {
        byte[] frame = Ethernet(0x0800, IPv4(protocol, payload));
        for (int n = 14; n < frame.Length - 6; n++)
        {
            var packet = _memory.Place(frame.AsSpan(0, n), wireLength: frame.Length);
            if (PacketDecoder.Decode(packet, ref _d) != DecodeOutcome.Flow || _d.Inner == InnerLayer.None) continue;
            var outer = _d;
            var inner = PacketDecoder.DecodeInner(packet, outer, ref _d);
            Assert.True(inner != DecodeOutcome.Flow || _d.SourcePort == 1000 || _d.Inner != InnerLayer.None, $"{what} {kind} cut at {n}: {inner}");
        }
    }

    [Fact]
    public void Noise_on_tunnel_ports_is_an_ordinary_payload()
    {
        var random = new Random(6);
        byte[] noise = new byte[200];
        foreach (ushort port in new ushort[] { 1701, 2152, 3544, 4754, 4789, 4790, 5072, 6081, 8472 })
            for (int n = 0; n < 2000; n++)
            {
                random.NextBytes(noise);
                Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, IPv4(17, Udp(9, port, noise)))), ref _d));
                Assert.Equal((TunnelKind.None, InnerLayer.None), (_d.Tunnel, _d.Inner));
            }
    }

    [Theory]
    [InlineData(4789, new byte[] { 8, 0, 0, 0, 0, 0, 1, 0 })] // the frame is missing
    [InlineData(53, new byte[] { 8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1 })] // another port
    [InlineData(2152, new byte[] { 0x32, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0 })] // GTP echo
    [InlineData(1701, new byte[] { 0xC8, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0 })] // L2TP control
    public void What_only_looks_like_a_tunnel_is_none(ushort port, byte[] payload)
    {
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, IPv4(17, Udp(50000, port, payload)))), ref _d));
        Assert.Equal(TunnelKind.None, _d.Tunnel);
    }

    [Fact]
    public void A_protocol_number_without_its_header_is_odd()
    {
        PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, IPv4(47, [0, 7, 8, 0, 1, 2, 3, 4]))), ref _d);
        Assert.Equal((Anomaly.TunnelMalformed, TunnelKind.None), (_d.Anomalies, _d.Tunnel));
    }

    [Fact]
    public void The_first_fragment_of_a_tunnel_packet_carries_the_beginning_of_its_packet()
    {
        byte[] inner = IPv4(17, Udp(1000, 2000, new byte[2000]));
        byte[] datagram = Udp(50000, 4789, Concat([8, 0, 0, 0, 0, 0, 1, 0], Ethernet(0x0800, inner)));
        var packet = _memory.Place(Ethernet(0x0800, IPv4(17, datagram[..1480], fragment: 0x2000)));
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(packet, ref _d));
        Assert.Equal(TunnelKind.Vxlan, _d.Tunnel);
        var outer = _d;
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.DecodeInner(packet, outer, ref _d));
        Assert.Equal((1000, 2000, Anomaly.None), (_d.SourcePort, _d.PayloadLength, _d.Anomalies));
    }
}
