using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Packets.Transport;

/// <summary>The transport header and where the payload lies.</summary>
internal static class TransportLayer
{
    private const int MinTcpHeader = 20;
    private const int UdpHeader = 8;
    private const int IcmpHeader = 8;

    /// <param name="length">Bytes behind the network header by its length field; the capture may hold fewer or (padding) more.</param>
    /// <param name="fragmented">A first fragment: lengths in the transport header speak of the whole datagram.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        int captured = Math.Min(data.Length - offset, length);
        var segment = data.Slice(offset, captured);
        switch (d.Protocol)
        {
            case IpProtocol.Tcp:
                return Tcp(segment, offset, length, fragmented, ref d);
            case IpProtocol.Udp:
                return Udp(segment, offset, length, fragmented, ref d);
            case IpProtocol.Icmp or IpProtocol.IcmpV6:
                return Icmp(segment, offset, length, ref d);
            default:
                d.SourcePort = d.DestinationPort = 0;
                NoTcp(ref d);
                d.IcmpRest = 0;
                if (d.Protocol is IpProtocol.IPv4InIp or IpProtocol.IPv6InIp && captured > 0)
                    Carries(d.Protocol == IpProtocol.IPv4InIp ? InnerLayer.IPv4 : InnerLayer.IPv6, ref d);
                return Payload(offset, captured, 0, length, ref d);
        }
    }

    private static void Carries(InnerLayer inner, ref DecodedPacket d)
    {
        d.Tunnel = TunnelKind.IpInIp;
        d.Inner = inner;
        d.InnerSkip = 0;
    }

    private static DecodeOutcome Tcp(ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < MinTcpHeader) return Short(length, MinTcpHeader, fragmented, s.Length);
        var h = s[..MinTcpHeader];
        int header = (h[12] >> 4) * 4;
        if (header < MinTcpHeader) return DecodeOutcome.BadTransportHeader;
        if (header > length) return fragmented ? DecodeOutcome.TruncatedTransport : DecodeOutcome.BadTransportHeader;
        Ports(h, ref d);
        d.Sequence = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(4, 4));
        d.Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(8, 4));
        d.Flags = (TcpFlags)h[13];
        d.Window = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(14, 2));
        d.IcmpRest = 0;
        return Payload(offset, s.Length, header, length - header, ref d);
    }

    private static DecodeOutcome Udp(ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < UdpHeader) return Short(length, UdpHeader, fragmented, s.Length);
        var h = s[..UdpHeader];
        int datagram = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(4, 2));

        // Zero stands for "to the end" (RFC 2675 section 4, and offload); a larger one than IP carries is cut to what IP carries.
        if (datagram == 0 || fragmented || datagram > length) datagram = length;
        if (datagram < UdpHeader) return DecodeOutcome.BadTransportHeader;
        Ports(h, ref d);
        NoTcp(ref d);
        d.IcmpRest = 0;
        return Payload(offset, s.Length, UdpHeader, datagram - UdpHeader, ref d);
    }

    private static DecodeOutcome Icmp(ReadOnlySpan<byte> s, int offset, int length, ref DecodedPacket d)
    {
        if (s.Length < IcmpHeader) return DecodeOutcome.TruncatedTransport;
        var h = s[..IcmpHeader];
        d.SourcePort = h[0];
        d.DestinationPort = h[1];
        NoTcp(ref d);
        d.IcmpRest = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(4, 4));
        return Payload(offset, s.Length, IcmpHeader, length - IcmpHeader, ref d);
    }

    private static void Ports(ReadOnlySpan<byte> header, ref DecodedPacket d)
    {
        uint ports = BinaryPrimitives.ReadUInt32BigEndian(header);
        d.SourcePort = (ushort)(ports >> 16);
        d.DestinationPort = (ushort)ports;
    }

    private static void NoTcp(ref DecodedPacket d)
    {
        d.Flags = TcpFlags.None;
        d.Window = 0;
        d.Sequence = 0;
        d.Acknowledgment = 0;
    }

    /// <summary>A header that IP itself has no room for is bad, unless the fragment's cut explains it; one that was not captured is truncated.</summary>
    private static DecodeOutcome Short(int length, int header, bool fragmented, int captured) =>
        length < header && !fragmented && captured == length ? DecodeOutcome.BadTransportHeader : DecodeOutcome.TruncatedTransport;

    /// <param name="segment">Captured bytes from the transport header on.</param>
    private static DecodeOutcome Payload(int offset, int segment, int header, int payload, ref DecodedPacket d)
    {
        int start = Math.Min(header, segment);
        d.TransportHeaderLength = header;
        d.PayloadLength = payload;
        d.PayloadOffset = offset + start;
        d.CapturedPayload = Math.Min(segment - start, payload);
        return DecodeOutcome.Flow;
    }
}
