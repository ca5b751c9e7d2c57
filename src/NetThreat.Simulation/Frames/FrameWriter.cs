using System.Buffers.Binary;
using NetThreat.Core.Net;
using NetThreat.Simulation.Messages;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Frames;

/// <summary>
/// Writes whole Ethernet frames with valid checksums into one reused buffer. Frames below the Ethernet minimum are padded with zeros to 60
/// bytes, as a tap sees them (IEEE 802.3 clause 4).
/// </summary>
internal sealed class FrameWriter
{
    public const int MaxFrame = 1518;
    private const int Minimum = 60;
    private readonly byte[] _frame = new byte[MaxFrame];
    private int _length;
    private ushort _identification = 1;

    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _length);

    public void Tcp(in Endpoint from, in Endpoint to, in TcpHeader header, ReadOnlySpan<byte> options, Payload? payload = null, long offset = 0, int count = 0)
    {
        int headerLength = 20 + options.Length;
        var segment = Ip(from, to, IpProtocol.Tcp, headerLength + count, ttl: 0);
        Ports(segment, from, to);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], header.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], header.Acknowledgment);
        segment[12] = (byte)(headerLength / 4 << 4);
        segment[13] = header.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], header.Window);
        options.CopyTo(segment[20..]);
        payload?.Fill(offset, segment[headerLength..]);
        TransportChecksum(segment, from.Address, to.Address, IpProtocol.Tcp, 16);
    }

    public void Udp(in Endpoint from, in Endpoint to, ReadOnlySpan<byte> payload)
    {
        var datagram = Ip(from, to, IpProtocol.Udp, 8 + payload.Length, to.Address.IsMulticast ? (byte)255 : (byte)0);
        Ports(datagram, from, to);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)(8 + payload.Length));
        payload.CopyTo(datagram[8..]);
        TransportChecksum(datagram, from.Address, to.Address, IpProtocol.Udp, 6);
    }

    /// <summary>An ICMP message of the family of the addresses: type, code, the 32 bits after the checksum, and what follows (RFC 792, RFC 4443).</summary>
    public void Icmp(in Endpoint from, in Endpoint to, byte type, byte code, uint rest, ReadOnlySpan<byte> payload)
    {
        byte protocol = from.Address.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6;
        var message = Ip(from, to, protocol, 8 + payload.Length, ttl: 0);
        message[0] = type;
        message[1] = code;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], rest);
        payload.CopyTo(message[8..]);
        uint sum = from.Address.IsV4 ? 0 : InternetChecksum.PseudoHeader(from.Address, to.Address, protocol, message.Length);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Finish(InternetChecksum.Sum(message, sum)));
    }

    /// <summary>An ARP request (broadcast) or reply for IPv4 over Ethernet (RFC 826).</summary>
    public void Arp(SimulatedHost from, SimulatedHost to, bool reply)
    {
        var body = Ethernet(from.Mac, reply ? to.Mac : MacAddress.Broadcast, 0x0806, 28);
        BinaryPrimitives.WriteUInt64BigEndian(body, reply ? 0x0001_0800_0604_0002UL : 0x0001_0800_0604_0001UL);
        from.Mac.CopyTo(body[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(body[14..], from.V4.ToV4());
        if (reply) to.Mac.CopyTo(body[18..]);
        BinaryPrimitives.WriteUInt32BigEndian(body[24..], to.V4.ToV4());
    }

    private Span<byte> Ip(in Endpoint from, in Endpoint to, byte protocol, int length, byte ttl)
    {
        if (ttl == 0) ttl = from.Host.TtlAtTap;
        return from.Address.IsV4 ? Ip4(from, to, protocol, length, ttl) : Ip6(from, to, protocol, length, ttl);
    }

    private Span<byte> Ip4(in Endpoint from, in Endpoint to, byte protocol, int length, byte ttl)
    {
        var packet = Ethernet(from.Host.Mac, DestinationMac(to), 0x0800, 20 + length);
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(20 + length));
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], _identification++);
        packet[6] = 0x40;
        packet[8] = ttl;
        packet[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], from.Address.ToV4());
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], to.Address.ToV4());
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Finish(InternetChecksum.Sum(packet[..20])));
        return packet[20..];
    }

    private Span<byte> Ip6(in Endpoint from, in Endpoint to, byte protocol, int length, byte ttl)
    {
        var packet = Ethernet(from.Host.Mac, DestinationMac(to), 0x86DD, 40 + length);
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)length);
        packet[6] = protocol;
        packet[7] = ttl;
        from.Address.CopyTo(packet[8..]);
        to.Address.CopyTo(packet[24..]);
        return packet[40..];
    }

    private static MacAddress DestinationMac(in Endpoint to) =>
        to.Address.IsBroadcast ? MacAddress.Broadcast
        : !to.Address.IsMulticast ? to.Host.Mac
        : to.Address.IsV4 ? new(0x0100_5E00_0000UL | to.Address.Low & 0x7F_FFFF) : new(0x3333_0000_0000UL | to.Address.Low & 0xFFFF_FFFF);

    private Span<byte> Ethernet(MacAddress source, MacAddress destination, ushort type, int length)
    {
        int total = 14 + length;
        if (total > MaxFrame) throw new ArgumentOutOfRangeException(nameof(length), length, "a frame above the Ethernet maximum");
        _length = Math.Max(total, Minimum);
        _frame.AsSpan(0, _length).Clear();
        destination.CopyTo(_frame);
        source.CopyTo(_frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(12), type);
        return _frame.AsSpan(14, length);
    }

    private static void Ports(Span<byte> transport, in Endpoint from, in Endpoint to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(transport, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(transport[2..], to.Port);
    }

    private static void TransportChecksum(Span<byte> transport, Address source, Address destination, byte protocol, int at)
    {
        uint pseudo = InternetChecksum.PseudoHeader(source, destination, protocol, transport.Length);
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Sum(transport, pseudo));
        // RFC 768: a computed UDP checksum of zero is sent as all ones; zero means there is none.
        if (checksum == 0 && protocol == IpProtocol.Udp) checksum = 0xFFFF;
        BinaryPrimitives.WriteUInt16BigEndian(transport[at..], checksum);
    }
}
