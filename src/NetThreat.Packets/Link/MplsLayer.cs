using System.Buffers.Binary;
using NetThreat.Packets.Network;
using NetThreat.Packets.Tunnels;

namespace NetThreat.Packets.Link;

/// <summary>
/// An MPLS label stack (RFC 3032) and what lies below it, which no field names: IP by its version nibble, a pseudowire's control word and
/// Ethernet (RFC 4448 section 4.6), or Ethernet without one.
/// </summary>
internal static class MplsLayer
{
    private const int Label = 4;
    private const int ControlWord = 4;

    /// <summary>Ethernet, two tags and an IPv6 header.</summary>
    private const int Tellable = 14 + 8 + 40;
    private const uint BottomOfStack = 0x100;

    /// <summary>More labels than any network stacks.</summary>
    private const int MaxLabels = 16;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        for (int labels = 0; ; labels++)
        {
            if (labels == MaxLabels) return DecodeOutcome.UnknownPseudowire;
            if (data.Length - offset < Label) return DecodeOutcome.TruncatedLink;
            uint label = BinaryPrimitives.ReadUInt32BigEndian(data[offset..]);
            offset += Label;
            if ((label & BottomOfStack) != 0) break;
        }

        return offset < data.Length ? Below(data, offset, ref d) : DecodeOutcome.TruncatedLink;
    }

    private static DecodeOutcome Below(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        int nibble = data[offset] >> 4, available = d.WireLength - offset;

        // A pseudowire's frame without a control word may begin with a 4 or a 6: what fits is believed, and IP before Ethernet.
        if (nibble == 4 && InnerHeader.IsIPv4(data, offset, available)) return IPv4Layer.Decode(data, offset, ref d);
        if (nibble == 6 && InnerHeader.IsIPv6(data, offset, available)) return IPv6Layer.Decode(data, offset, ref d);
        if (InnerHeader.IsEthernet(data, offset, available)) return EthernetLayer.Decode(data, offset, ref d);
        if (IsCut(data, offset, ref d)) return DecodeOutcome.TruncatedLink;
        if (nibble == 4) return IPv4Layer.Decode(data, offset, ref d);
        if (nibble == 6) return IPv6Layer.Decode(data, offset, ref d);

        // The nibble 1 is the associated channel (RFC 4385 section 5): no user traffic.
        if (nibble == 1) return DecodeOutcome.LinkControl;
        offset += ControlWord;
        if (nibble != 0 || offset > data.Length) return DecodeOutcome.UnknownPseudowire;
        if (InnerHeader.IsEthernet(data, offset, available - ControlWord)) return EthernetLayer.Decode(data, offset, ref d);
        return IsCut(data, offset, ref d) ? DecodeOutcome.TruncatedLink : DecodeOutcome.UnknownPseudowire;
    }

    /// <summary>Too little was captured to tell what it is.</summary>
    private static bool IsCut(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d) =>
        data.Length < d.WireLength && data.Length - offset < Tellable;
}
