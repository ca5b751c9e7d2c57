using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>PPP (RFC 1661, in HDLC-like framing RFC 1662) and Cisco HDLC, which shares its links.</summary>
internal static class PppLayer
{
    private const int IPv4 = 0x0021;
    private const int VjCompressed = 0x002D;
    private const int VjUncompressed = 0x002F;
    private const int Bridged = 0x0031;
    private const int Encrypted = 0x0053;
    private const int IPv6 = 0x0057;
    private const int CompressedLink = 0x00FB;
    private const int Compressed = 0x00FD;
    private const int Mpls = 0x0281;
    private const int MplsMulticast = 0x0283;

    /// <summary>From here on protocols are the links' own: NCPs from 8000, LCP and authentication from C000.</summary>
    private const int FirstControl = 0x8000;

    private const int CiscoHeader = 4;
    private const int SerialLineArp = 0x8035;
    private const int CiscoDiscovery = 0x2000;

    /// <summary>A frame of a PPP link type, where Cisco HDLC may stand as well.</summary>
    public static DecodeOutcome DecodeLink(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < 2) return DecodeOutcome.TruncatedLink;
        return data[offset] is 0x0F or 0x8F ? CiscoHdlc(data, offset, ref d) : Decode(data, SkipDirection(data, offset), ref d);
    }

    /// <summary>The protocol field, with address and control before it or not, and the datagram.</summary>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (!Protocol(data, ref offset, out int protocol)) return DecodeOutcome.TruncatedLink;
        return protocol switch
        {
            IPv4 => IPv4Layer.Decode(data, offset, ref d),
            IPv6 => IPv6Layer.Decode(data, offset, ref d),
            Mpls or MplsMulticast => MplsLayer.Decode(data, offset, ref d),
            Encrypted => DecodeOutcome.Encrypted,
            VjCompressed or VjUncompressed or CompressedLink or Compressed => DecodeOutcome.Compressed,
            Bridged => Bridge(data, offset, ref d),
            >= FirstControl => DecodeOutcome.LinkControl,
            _ => DecodeOutcome.UnknownEtherType,
        };
    }

    /// <summary>Reads the protocol field; compressed to one byte where that byte is odd (RFC 1661 section 6.5).</summary>
    /// <param name="offset">Moves behind the field.</param>
    public static bool Protocol(ReadOnlySpan<byte> data, ref int offset, out int protocol)
    {
        protocol = 0;
        if (data.Length - offset >= 2 && data[offset] == 0xFF && data[offset + 1] == 0x03) offset += 2;
        if (offset >= data.Length) return false;
        if ((data[offset] & 1) != 0)
        {
            protocol = data[offset++];
            return true;
        }

        if (data.Length - offset < 2) return false;
        protocol = BinaryPrimitives.ReadUInt16BigEndian(data[offset..]);
        offset += 2;
        return true;
    }

    /// <summary>The layer that a PPP protocol number names, None for one that carries no packet.</summary>
    public static InnerLayer Layer(int protocol) => protocol switch
    {
        IPv4 => InnerLayer.IPv4,
        IPv6 => InnerLayer.IPv6,
        _ => InnerLayer.None,
    };

    /// <summary>Cisco HDLC: address, zero, EtherType.</summary>
    public static DecodeOutcome CiscoHdlc(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < CiscoHeader) return DecodeOutcome.TruncatedLink;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 2)..]);
        if (type is SerialLineArp or CiscoDiscovery) return DecodeOutcome.LinkControl;
        return type < EtherType.Minimum ? DecodeOutcome.Llc : EthernetLayer.ByType(data, offset + CiscoHeader, type, ref d);
    }

    /// <summary>pppd writes the direction where the HDLC address would stand.</summary>
    private static int SkipDirection(ReadOnlySpan<byte> data, int offset) =>
        data[offset] <= 1 && data[offset + 1] == 0x03 ? offset + 2 : offset;

    /// <summary>RFC 3518 section 4.1: flags, MAC type (1 for Ethernet), then the frame.</summary>
    private static DecodeOutcome Bridge(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < 2) return DecodeOutcome.TruncatedLink;
        return data[offset + 1] == 1 ? EthernetLayer.Decode(data, offset + 2, ref d) : DecodeOutcome.UnknownEtherType;
    }
}
