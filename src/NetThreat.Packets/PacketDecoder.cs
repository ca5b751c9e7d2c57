using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Packets.Link;

namespace NetThreat.Packets;

/// <summary>Bytes of one captured packet to its conversations, from the outermost to the innermost. Never throws, never allocates, never reads outside the captured bytes.</summary>
public static class PacketDecoder
{
    /// <summary>Decodes one packet.</summary>
    /// <param name="packet">The captured bytes and both lengths.</param>
    /// <param name="decoded">Filled completely when the result is <see cref="DecodeOutcome.Flow"/>; unspecified otherwise, except time, wire length and VLAN.</param>
    /// <param name="verifyChecksums">Whether wrong checksums are noted as anomalies; nothing else depends on it.</param>
    /// <returns>Flow, or why there is no conversation; of a later fragment everything but the transport header's fields is known.</returns>
    public static DecodeOutcome Decode(in CapturedPacket packet, ref DecodedPacket decoded, bool verifyChecksums = true)
    {
        decoded.Time = packet.Time;
        decoded.WireLength = packet.WireLength;
        decoded.Vlan = 0;
        decoded.Anomalies = (packet.Flags & PacketFlags.Thinned) != 0 ? Anomaly.Thinned : Anomaly.None;
        decoded.Inner = InnerLayer.None;
        decoded.Tunnel = TunnelKind.None;
        decoded.Fragment = FragmentPart.None;
        decoded.CutShort = false;
        decoded.NextFrame = 0;
        decoded.LinkHeaders = 0;
        decoded.Verify = verifyChecksums && (packet.Flags & (PacketFlags.ChecksumGood | PacketFlags.ChecksumIncomplete)) == 0;
        decoded.AddressesDiffer = false;
        return LinkLayer.Decode(packet.Data, packet.LinkType, ref decoded);
    }

    /// <summary>Decodes the packet that a decoded one carries (<see cref="DecodedPacket.Inner"/> is not None).</summary>
    /// <param name="packet">The captured packet that the outer layer came from.</param>
    /// <param name="outer">What carries it.</param>
    /// <param name="decoded">As of <see cref="Decode"/>; offsets count from the beginning of the captured bytes, the wire length is the carried packet's.</param>
    public static DecodeOutcome DecodeInner(in CapturedPacket packet, in DecodedPacket outer, ref DecodedPacket decoded)
    {
        int offset = Math.Min(outer.PayloadOffset + outer.InnerSkip, outer.PayloadOffset + outer.CapturedPayload);
        var data = packet.Data[..(outer.PayloadOffset + outer.CapturedPayload)];
        decoded.Time = outer.Time;
        decoded.WireLength = offset + outer.PayloadLength - outer.InnerSkip;
        decoded.Vlan = outer.Vlan;
        decoded.Anomalies = (packet.Flags & PacketFlags.Thinned) != 0 ? Anomaly.Thinned : Anomaly.None;
        decoded.Tunnel = TunnelKind.None;
        decoded.NextFrame = 0;
        decoded.CutShort = outer.CutShort || outer.Fragment == FragmentPart.First;
        decoded.Fragment = FragmentPart.None;
        decoded.LinkHeaders = 0;
        decoded.Verify = outer.Verify;
        decoded.AddressesDiffer = false;
        var inner = outer.Inner;
        decoded.Inner = InnerLayer.None;
        return LinkLayer.DecodeInner(data, offset, inner, ref decoded);
    }

    /// <summary>Decodes the frame behind the one that a decoded packet came from (<see cref="DecodedPacket.NextFrame"/> is not 0).</summary>
    /// <param name="packet">The captured packet that both are in.</param>
    /// <param name="previous">What came out of the frame before, whatever its outcome.</param>
    /// <param name="decoded">As of <see cref="Decode"/>.</param>
    public static DecodeOutcome DecodeNext(in CapturedPacket packet, in DecodedPacket previous, ref DecodedPacket decoded)
    {
        int at = previous.NextFrame;
        decoded.Time = previous.Time;
        decoded.WireLength = previous.WireLength;
        decoded.Vlan = previous.Vlan;
        decoded.Anomalies = Anomaly.None;
        (decoded.Inner, decoded.Tunnel, decoded.Fragment) = (InnerLayer.None, TunnelKind.None, FragmentPart.None);
        (decoded.NextFrame, decoded.LinkHeaders, decoded.CutShort, decoded.AddressesDiffer) = (0, 0, previous.CutShort, false);
        decoded.Verify = previous.Verify;
        return Ieee80211Layer.Subframe(packet.Data, Math.Min(at, packet.Length), ref decoded);
    }

    /// <summary>The ledger's name of an outcome that is not a flow.</summary>
    public static string Reason(DecodeOutcome outcome) => outcome switch
    {
        DecodeOutcome.Flow => "flow",
        DecodeOutcome.Arp => "arp",
        DecodeOutcome.UnknownLinkType => "unknown_link_type",
        DecodeOutcome.UnknownEtherType => "unknown_ether_type",
        DecodeOutcome.TruncatedLink => "truncated_link",
        DecodeOutcome.TruncatedIp => "truncated_ip",
        DecodeOutcome.BadIpHeader => "bad_ip_header",
        DecodeOutcome.TruncatedTransport => "truncated_transport",
        DecodeOutcome.BadTransportHeader => "bad_transport_header",
        DecodeOutcome.Llc => "llc",
        DecodeOutcome.LinkControl => "link_control",
        DecodeOutcome.Encrypted => "encrypted",
        DecodeOutcome.Compressed => "compressed",
        DecodeOutcome.WirelessControl => "wireless_control",
        DecodeOutcome.WirelessFragment => "wireless_fragment",
        DecodeOutcome.UnknownPseudowire => "unknown_pseudowire",
        DecodeOutcome.LaterFragment => "later_fragment",
        DecodeOutcome.Waiting => "waiting_fragment",
        _ => "unknown_outcome",
    };
}
