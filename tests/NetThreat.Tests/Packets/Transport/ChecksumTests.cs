using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets.Transport;

public sealed class ChecksumTests : IDisposable
{
    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    /// <summary>Around every width in which words are summed.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 140), 1459, 1460, 8999, 60000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Right_checksums_are_no_anomaly_and_any_changed_bit_is_one(int length)
    {
        byte[] payload = new byte[length];
        new Random(length).NextBytes(payload);
        Assert.Equal(Anomaly.None, Decode(V4(6, WithChecksum(Tcp(1, 2, 0x10, payload), 16, Pseudo4(6, 20 + length)))));
        Assert.Equal(Anomaly.None, Decode(V4(17, WithChecksum(Udp(1, 2, payload), 6, Pseudo4(17, 8 + length)))));
        Assert.Equal(Anomaly.None, Decode(V4(1, WithChecksum(Icmp(8, 0, 7, payload), 2))));
        Assert.Equal(Anomaly.None, Decode(V6(6, WithChecksum(Tcp(1, 2, 0x10, payload), 16, Pseudo6(6, 20 + length)))));
        Assert.Equal(Anomaly.None, Decode(V6(58, WithChecksum(Icmp(128, 0, 7, payload), 2, Pseudo6(58, 8 + length)))));
        byte[] tcp = WithChecksum(Tcp(1, 2, 0x10, payload), 16, Pseudo4(6, 20 + length));
        tcp[^1] ^= 0x20;
        Assert.Equal(Anomaly.BadTcpChecksum, Decode(V4(6, tcp)));
    }

    [Fact]
    public void Wrong_checksums_are_named_by_protocol()
    {
        Assert.Equal(Anomaly.BadUdpChecksum, Decode(V4(17, With(Udp(1, 2, new byte[4]), 6, 0x1234))));
        Assert.Equal(Anomaly.BadIcmpChecksum, Decode(V4(1, Icmp(8, 0))));
        Assert.Equal(Anomaly.BadIcmpChecksum, Decode(V6(58, WithChecksum(Icmp(128, 0), 2)))); // without the pseudo-header
        Assert.Equal(Anomaly.BadIpChecksum, Decode(Ethernet(0x0800, With(IPv4(6, Tcp(1, 2, 0x10)), 10, 0x0BAD))));
    }

    [Fact]
    public void What_offloading_leaves_is_no_anomaly()
    {
        ushort with = (ushort)~BinaryPrimitives.ReadUInt16BigEndian(WithChecksum(new byte[2], 0, Pseudo4(6, 24)));
        ushort without = (ushort)~BinaryPrimitives.ReadUInt16BigEndian(WithChecksum(new byte[2], 0, Pseudo4(6, 0)));
        foreach (ushort left in new ushort[] { 0, with, without }) Assert.Equal(Anomaly.None, Decode(V4(6, With(Tcp(1, 2, 0x10, [1, 2, 3, 4]), 16, left))));
        byte[] bad = V4(6, With(Tcp(1, 2, 0x10, [1, 2, 3, 4]), 16, 0x1234));
        Assert.Equal(Anomaly.BadTcpChecksum, Decode(bad));
        Assert.Equal(Anomaly.None, Decode(bad, PacketFlags.ChecksumIncomplete));
        Assert.Equal(Anomaly.None, Decode(bad, PacketFlags.ChecksumGood));
    }

    [Fact]
    public void Cut_and_fragmented_packets_are_not_judged()
    {
        byte[] bad = V4(17, With(Udp(1, 2, new byte[100]), 6, 0x1234));
        PacketDecoder.Decode(_memory.Place(bad.AsSpan(0, bad.Length - 1), wireLength: bad.Length), ref _d);
        Assert.Equal(Anomaly.None, _d.Anomalies);
        byte[] first = IPv4(17, With(Udp(1, 2, new byte[64]), 6, 0x1234), fragment: 0x2000);
        Assert.Equal(Anomaly.None, Decode(Ethernet(0x0800, first)));
    }

    [Fact]
    public void Checking_can_be_left_out()
    {
        PacketDecoder.Decode(_memory.Place(V4(6, With(Tcp(1, 2, 0x10), 16, 0x1234))), ref _d, verifyChecksums: false);
        Assert.Equal(Anomaly.None, _d.Anomalies);
    }

    [Fact]
    public void The_checksum_of_a_source_routed_packet_is_made_with_its_last_address()
    {
        byte[] routed = IPv4(6, With(Tcp(1, 2, 0x10), 16, 0x1234), options: [131, 7, 4, 9, 9, 9, 9, 0]);
        Assert.Equal(Anomaly.SourceRoute, Decode(Ethernet(0x0800, routed)));
    }

    [Fact]
    public void Sctp_is_checked_with_crc32c()
    {
        // An INIT of no particular association; its checksum was computed by bitwise division.
        byte[] sctp = [0x0B, 0x59, 0x0B, 0x59, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 8, 1, 2, 3, 4];
        uint crc = uint.MaxValue;
        foreach (byte b in sctp)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(sctp.AsSpan(8), ~crc);
        Assert.Equal(Anomaly.None, Decode(V4(132, sctp)));
        Assert.Equal((2905, 2905, 12, 8), (_d.SourcePort, _d.DestinationPort, _d.TransportHeaderLength, _d.PayloadLength));
        sctp[19] = 99;
        Assert.Equal(Anomaly.BadSctpChecksum, Decode(V4(132, sctp)));
        sctp[15] = 9;
        Assert.Equal(Anomaly.BadSctpChecksum | Anomaly.SctpBadChunk, Decode(V4(132, sctp)));
    }

    private static byte[] V4(byte protocol, byte[] payload)
    {
        byte[] b = IPv4(protocol, payload);
        return Ethernet(0x0800, Concat(WithChecksum(b[..20], 10), b[20..]));
    }

    private static byte[] V6(byte protocol, byte[] payload) => Ethernet(0x86DD, IPv6(protocol, payload));

    private static byte[] Pseudo4(byte protocol, int length) => [10, 0, 0, 1, 10, 0, 0, 2, 0, protocol, (byte)(length >> 8), (byte)length];

    private static byte[] Pseudo6(byte protocol, int length)
    {
        byte[] b = new byte[40];
        Address.Parse("2001:db8::1").CopyTo(b);
        Address.Parse("2001:db8::2").CopyTo(b.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(32), length);
        b[39] = protocol;
        return b;
    }

    private static byte[] With(byte[] bytes, int at, ushort value)
    {
        byte[] copy = [.. bytes];
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at), value);
        return copy;
    }

    private Anomaly Decode(byte[] frame, PacketFlags flags = PacketFlags.None)
    {
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(frame).With(flags), ref _d));
        return _d.Anomalies;
    }
}
