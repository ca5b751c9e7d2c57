using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Packets.Network;

/// <summary>What one fragment says of its datagram, and what is odd about it alone.</summary>
internal static class FragmentRules
{
    /// <summary>Every link carries 68 bytes whole (RFC 791 section 3.2): fragments with less than 48 bytes of payload before the last come from no router.</summary>
    private const int Smallest = 48;

    /// <summary>RFC 3128: such a fragment rewrites the flags of the TCP header.</summary>
    private const int TcpFlagsOffset = 8;

    public static void Note(uint id, int at, int length, bool more, ref DecodedPacket d)
    {
        d.Fragment = at == 0 ? FragmentPart.First : FragmentPart.Later;
        d.FragmentId = id;
        d.FragmentOffset = at;
        d.FragmentLength = length;
        d.MoreFragments = more;
        if ((more && length < Smallest) || (d.Protocol == IpProtocol.Tcp && at == TcpFlagsOffset)) d.Anomalies |= Anomaly.FragmentTiny;
        if (more && (length & 7) != 0) d.Anomalies |= Anomaly.FragmentMisaligned;
    }

    /// <summary>Fills what a fragment without a transport header has. Its bytes are the middle of a message, so they count as payload but are not offered as one.</summary>
    public static DecodeOutcome Later(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        d.SourcePort = d.DestinationPort = 0;
        d.Flags = TcpFlags.None;
        d.Window = 0;
        d.Sequence = d.Acknowledgment = d.IcmpRest = 0;
        d.TransportHeaderLength = 0;
        d.PayloadLength = d.FragmentLength;
        d.PayloadOffset = Math.Min(offset, data.Length);
        d.CapturedPayload = 0;
        return DecodeOutcome.LaterFragment;
    }
}
