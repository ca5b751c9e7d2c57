using System.Buffers.Binary;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;

namespace NetThreat.Packets.Network;

/// <summary>The packet that an ICMP error quotes: its IP header and at least 8 bytes (RFC 792, RFC 1812 section 4.3.2.3, RFC 4443 section 2.4).</summary>
public static class QuotedPacket
{
    private const int MinIPv4 = 20;
    private const int IPv6 = 40;
    private const int Ports = 4;
    private const int MaxExtensions = 8;
    private const int OffsetMask = 0x1FFF;

    /// <summary>True for the messages that report a fault of a packet: unreachable, quench, redirect, time exceeded, parameter problem, too big.</summary>
    public static bool IsError(in DecodedPacket d) => d.Protocol switch
    {
        IpProtocol.Icmp => d.SourcePort is 3 or 4 or 5 or 11 or 12,
        IpProtocol.IcmpV6 => d.SourcePort is >= 1 and <= 4,
        _ => false,
    };

    /// <summary>Reads the addresses, protocol and ports (ICMP: type and code) of the quoted packet; nothing else of it is set.</summary>
    /// <param name="packet">The captured packet.</param>
    /// <param name="error">Its decoded ICMP error.</param>
    /// <returns>False when the quote was cut before its ports, or is of a later fragment or no packet.</returns>
    public static bool TryRead(in CapturedPacket packet, in DecodedPacket error, ref DecodedPacket quoted)
    {
        if (error.CapturedPayload > packet.Length - error.PayloadOffset) return false;
        var quote = packet.Data.Slice(error.PayloadOffset, error.CapturedPayload);
        int at = error.Protocol == IpProtocol.Icmp ? ReadIPv4(quote, ref quoted) : ReadIPv6(quote, ref quoted);
        if (at < 0) return false;
        (quoted.SourcePort, quoted.DestinationPort) = (0, 0);
        bool icmp = quoted.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;
        if (!icmp && quoted.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp)) return true;
        if (quote.Length - at < Ports) return false;
        var h = quote.Slice(at, Ports);
        quoted.SourcePort = icmp ? h[0] : BinaryPrimitives.ReadUInt16BigEndian(h);
        quoted.DestinationPort = icmp ? h[1] : BinaryPrimitives.ReadUInt16BigEndian(h[2..]);
        return true;
    }

    private static int ReadIPv4(ReadOnlySpan<byte> quote, ref DecodedPacket quoted)
    {
        if (quote.Length < MinIPv4 || quote[0] >> 4 != 4) return -1;
        int header = (quote[0] & 0xF) * 4;
        if (header < MinIPv4 || header > quote.Length || (BinaryPrimitives.ReadUInt16BigEndian(quote[6..]) & OffsetMask) != 0) return -1;
        quoted.Protocol = quote[9];
        quoted.Source = Address.FromV4(BinaryPrimitives.ReadUInt32BigEndian(quote[12..]));
        quoted.Destination = Address.FromV4(BinaryPrimitives.ReadUInt32BigEndian(quote[16..]));
        return header;
    }

    private static int ReadIPv6(ReadOnlySpan<byte> quote, ref DecodedPacket quoted)
    {
        if (quote.Length < IPv6 || quote[0] >> 4 != 6) return -1;
        quoted.Protocol = quote[6];
        quoted.Source = Address.FromBytes(quote.Slice(8, 16));
        quoted.Destination = Address.FromBytes(quote.Slice(24, 16));
        int at = IPv6;
        for (int n = 0; IPv6Extensions.Is(quoted.Protocol); n++)
        {
            if (n == MaxExtensions || quote.Length - at < 8) return -1;
            bool later = IPv6Extensions.IsLaterFragment(quoted.Protocol, quote.Slice(at, 8));
            int length = IPv6Extensions.Length(quoted.Protocol, quote[at + 1]);
            if (later || length > quote.Length - at || !IPv6Extensions.Continues(quoted.Protocol, quote[at])) return -1;
            quoted.Protocol = quote[at];
            at += length;
        }

        return at;
    }
}
