using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Tunnels;

namespace NetThreat.Packets.Transport;

/// <summary>The transport header and where the payload lies.</summary>
internal static class TransportLayer
{
    private const int MinTcpHeader = 20;
    private const int UdpHeader = 8;

    /// <summary>Every fragment but the last has at least this.</summary>
    private const int SmallestFragment = 8;
    private const int IcmpHeader = 8;
    private const int SctpHeader = 12;
    private const int AuthenticationHeader = 12;

    /// <summary>More authentication headers than make sense.</summary>
    private const int MaxAuthentications = 2;

    /// <param name="length">Bytes behind the network header by its length field; the capture may hold fewer or (padding) more.</param>
    /// <param name="fragmented">A first fragment: lengths in the transport header speak of the whole datagram.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        int captured = Math.Min(data.Length - offset, length);
        var segment = data.Slice(offset, captured);
        return d.Protocol switch
        {
            IpProtocol.Tcp => Tcp(segment, offset, length, fragmented, ref d),
            IpProtocol.Udp => Udp(data, segment, offset, length, fragmented, ref d),
            IpProtocol.Icmp or IpProtocol.IcmpV6 => Icmp(segment, offset, length, fragmented, ref d),
            IpProtocol.Sctp => Sctp(segment, offset, length, fragmented, ref d),
            IpProtocol.AuthenticationHeader => Authenticated(data, segment, offset, length, fragmented, ref d),
            _ => Other(segment, offset, length, ref d),
        };
    }

    private static DecodeOutcome Tcp(ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < MinTcpHeader)
            return fragmented && s.Length == length && length >= SmallestFragment ? CutTcp(s, offset, ref d) : Short(length, MinTcpHeader, fragmented, s.Length);
        var h = s[..MinTcpHeader];
        int header = (h[12] >> 4) * 4;
        if (header < MinTcpHeader) return DecodeOutcome.BadTransportHeader;

        // Of a header that goes on in the next fragment everything but options is here.
        if (header > length && !fragmented) return DecodeOutcome.BadTransportHeader;
        header = Math.Min(header, length);
        Ports(h, ref d);
        d.Sequence = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(4, 4));
        d.Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(8, 4));
        d.Flags = (TcpFlags)h[13];
        d.Window = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(14, 2));
        d.IcmpRest = 0;
        TcpRules.Check(s, header, length - header, fragmented, ref d);
        if (d.Verify && s.Length == length && !fragmented) TransportChecksum.CheckTcp(s, ref d);
        return Payload(offset, s.Length, header, length - header, ref d);
    }

    /// <summary>A first fragment so small that the flags are in the next (RFC 1858): ports and sequence are known, and who sends so is to be seen.</summary>
    private static DecodeOutcome CutTcp(ReadOnlySpan<byte> s, int offset, ref DecodedPacket d)
    {
        Ports(s[..4], ref d);
        NoTcp(ref d);
        d.Sequence = BinaryPrimitives.ReadUInt32BigEndian(s.Slice(4, 4));
        d.IcmpRest = 0;
        d.Anomalies |= Anomaly.FragmentTiny;
        return Payload(offset, s.Length, s.Length, 0, ref d);
    }

    private static DecodeOutcome Udp(ReadOnlySpan<byte> data, ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < UdpHeader) return Short(length, UdpHeader, fragmented, s.Length);
        var h = s[..UdpHeader];
        int datagram = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(4, 2));
        if (datagram != length && datagram != 0 && !fragmented) d.Anomalies |= Anomaly.UdpLengthMismatch;

        // Zero stands for "to the end" (RFC 2675 section 4, and offload); a larger one than IP carries is cut to what IP carries.
        if (datagram == 0 || fragmented || datagram > length) datagram = length;
        if (datagram < UdpHeader) return DecodeOutcome.BadTransportHeader;
        Ports(h, ref d);
        if (d.DestinationPort == 0) d.Anomalies |= Anomaly.PortZero;
        NoTcp(ref d);
        d.IcmpRest = 0;
        if (d.Verify && s.Length >= datagram && !fragmented) TransportChecksum.CheckUdp(s[..datagram], ref d);
        var outcome = Payload(offset, s.Length, UdpHeader, datagram - UdpHeader, ref d);
        if (UdpTunnels.MayBe(d.SourcePort, d.DestinationPort)) UdpTunnels.Find(data, ref d);
        return outcome;
    }

    private static DecodeOutcome Icmp(ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < IcmpHeader) return DecodeOutcome.TruncatedTransport;
        var h = s[..IcmpHeader];
        d.SourcePort = h[0];
        d.DestinationPort = h[1];
        NoTcp(ref d);
        d.IcmpRest = BinaryPrimitives.ReadUInt32BigEndian(h.Slice(4, 4));
        if (d.Verify && s.Length == length && !fragmented) TransportChecksum.CheckIcmp(s, ref d);
        return Payload(offset, s.Length, IcmpHeader, length - IcmpHeader, ref d);
    }

    private static DecodeOutcome Sctp(ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        if (s.Length < SctpHeader) return Short(length, SctpHeader, fragmented, s.Length);
        Ports(s[..SctpHeader], ref d);
        if (d.SourcePort == 0 || d.DestinationPort == 0) d.Anomalies |= Anomaly.PortZero;
        NoTcp(ref d);
        d.IcmpRest = 0;
        if (s.Length == length && !fragmented) SctpRules.Check(s, ref d);
        return Payload(offset, s.Length, SctpHeader, length - SctpHeader, ref d);
    }

    /// <summary>The IPv4 authentication header hides nothing: what follows it is the conversation (RFC 4302 section 3.1.1).</summary>
    private static DecodeOutcome Authenticated(ReadOnlySpan<byte> data, ReadOnlySpan<byte> s, int offset, int length, bool fragmented, ref DecodedPacket d)
    {
        for (int n = 0; d.Protocol == IpProtocol.AuthenticationHeader && n < MaxAuthentications; n++)
        {
            if (s.Length < AuthenticationHeader) return Short(length, AuthenticationHeader, fragmented, s.Length);
            int header = (s[1] + 2) * 4;
            if (header > length) return DecodeOutcome.BadTransportHeader;
            if (header > s.Length) return DecodeOutcome.TruncatedTransport;
            d.Protocol = s[0];
            s = s[header..];
            offset += header;
            length -= header;
        }

        return d.Protocol == IpProtocol.AuthenticationHeader ? Other(s, offset, length, ref d) : Decode(data, offset, length, fragmented, ref d);
    }

    /// <summary>A protocol without ports; some carry packets.</summary>
    private static DecodeOutcome Other(ReadOnlySpan<byte> s, int offset, int length, ref DecodedPacket d)
    {
        d.SourcePort = d.DestinationPort = 0;
        NoTcp(ref d);
        d.IcmpRest = 0;
        var outcome = Payload(offset, s.Length, 0, length, ref d);
        if (s.Length > 0) IpTunnels.Find(s, ref d);
        return outcome;
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
