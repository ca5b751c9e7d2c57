using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Transport;

/// <summary>
/// Checksums of whole segments. What is wrong but looks like a checksum that hardware has still to complete is no anomaly: zero, or the
/// sum over the pseudo-header, with the length or (segmentation) without.
/// </summary>
internal static class TransportChecksum
{
    private const int TcpField = 16;
    private const int UdpField = 6;

    public static void CheckTcp(ReadOnlySpan<byte> segment, ref DecodedPacket d)
    {
        if (!IsGood(segment, TcpField, in d)) d.Anomalies |= Anomaly.BadTcpChecksum;
    }

    /// <summary>Zero says that there is none (RFC 768, RFC 6935).</summary>
    public static void CheckUdp(ReadOnlySpan<byte> datagram, ref DecodedPacket d)
    {
        if (!IsGood(datagram, UdpField, in d)) d.Anomalies |= Anomaly.BadUdpChecksum;
    }

    public static void CheckIcmp(ReadOnlySpan<byte> message, ref DecodedPacket d)
    {
        ulong sum = InternetChecksum.Sum(message);
        if (d.Protocol == IpProtocol.IcmpV6) sum += InternetChecksum.InMemory(PseudoHeader(in d, message.Length));
        if (InternetChecksum.Fold(sum) != InternetChecksum.Good && !d.AddressesDiffer) d.Anomalies |= Anomaly.BadIcmpChecksum;
    }

    private static bool IsGood(ReadOnlySpan<byte> segment, int field, in DecodedPacket d)
    {
        ulong pseudo = PseudoHeader(in d, segment.Length);
        return InternetChecksum.Fold(InternetChecksum.Sum(segment) + InternetChecksum.InMemory(pseudo)) == InternetChecksum.Good
            || IsLeft(BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(field, 2)), pseudo, segment.Length, in d);
    }

    /// <summary>What stands in the field is what is left to hardware, or cannot be judged.</summary>
    private static bool IsLeft(uint written, ulong pseudo, int length, in DecodedPacket d) =>
        written == 0 || written == InternetChecksum.Fold(pseudo) || written == InternetChecksum.Fold(pseudo - (uint)length) || d.AddressesDiffer;

    /// <summary>The sum over addresses, protocol and length, in network order (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    private static ulong PseudoHeader(in DecodedPacket d, int length) =>
        // The prefix of an IPv4 address as 16 bytes is a word of ones, which is zero in one's complement.
        (ulong)d.Protocol + (uint)length + Halves(d.Source.High) + Halves(d.Source.Low) + Halves(d.Destination.High) + Halves(d.Destination.Low);

    private static ulong Halves(ulong value) => (value >> 32) + (uint)value;
}
