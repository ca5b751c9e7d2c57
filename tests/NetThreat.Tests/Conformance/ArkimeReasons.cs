using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>Why a session of Arkime's is not ours, where that is on purpose.</summary>
internal static class ArkimeReasons
{
    /// <summary>IGMP and PIM.</summary>
    private static readonly byte[] OneForAll = [2, 103];

    /// <summary>What one capture holds and others do not.</summary>
    private static readonly Dictionary<(string Capture, string Source), string> Single = new()
    {
        [("arkime_synthetic.pcap", "10.9.8.1")] = "a UDP length below 8 makes a session of its own there, and is an anomaly here",
        [("arkime_synthetic.pcap", "10.0.32.100")] = "an authentication header is read through: the flow is what it protects",
        [("arkime_synthetic.pcap", "10.111.111.10")] = "a tunnel is followed by its destination port alone there",
        [("arkime_synthetic.pcap", "192.168.10.1")] = "NSH and Cisco metadata are not decoded",
        [("arkime_synthetic.pcap", "192.168.4.1")] = "an encapsulation without a number of its own is not decoded",
        [("arkime_synthetic.pcap", "192.0.2.10")] = "VXLAN-GPE is not decoded",
        [("arkime_synthetic.pcap", "10.40.9.100")] = "VXLAN-GPE is not decoded",
        [("long-session.pcap", "10.0.0.1")] = "a session of more than 720 s is written in parts there",
    };

    /// <returns>Null where it should be ours.</returns>
    public static string? Of(string capture, ArkimeSession session, ArkimeView ours)
    {
        if (session.Protocol == 0) return "frames without IP are sessions there";
        if (session.Packets == 0) return "a session without packets follows a closed connection there";
        if (session.Protocols.Contains("corrupt-ip")) return "packets that do not decode are sessions there";
        if (session.Protocols.Contains("dhcp")) return "DHCP is joined by client there";
        if (OneForAll.Contains(session.Protocol) && ours.Whole.Exists(o => o.Protocol == session.Protocol && o.Packets < session.Packets))
            return "all IGMP or PIM packets are one session there";
        if (session.Protocol == IpProtocol.Tcp && ours.Sessions.Exists(o => (o.SamePackets(session) || o.Turned.SamePackets(session)) && LessData(session, o)))
            return "data of a TCP session that was not reassembled does not count there";
        if (session.Protocol is IpProtocol.Tcp or IpProtocol.Udp && ours.Sessions.Exists(o => IsReassembled(session, o) || IsReassembled(session, o.Turned)))
            return "a datagram in fragments counts as one packet there";
        if (IsRun(session, ours.Sessions)) return "silence ends a session there only when another packet finds it";
        if (ours.Carriers.Exists(c => c.Protocol == session.Protocol && (c.Originator == session.Source || c.Originator == session.Destination)))
            return "a tunnel's outer packets are no session there";
        if (ours.Sessions.Exists(o => o.SameTuple(session) && o.Sent.Packets == 0 && (o.Received.Packets, o.Received.Bytes) == (session.Sent.Packets, session.Sent.Bytes)))
            return "a session begun by its answer is turned with its counters there";
        return Single.GetValueOrDefault((capture, session.Source.ToString()));
    }

    /// <summary>Several of ours after each other are the session.</summary>
    private static bool IsRun(ArkimeSession session, List<ArkimeSession> ours)
    {
        List<ArkimeSession> same = [.. ours.Where(o => o.SameTuple(session) || o.Turned.SameTuple(session)).Select(o => o.SameTuple(session) ? o : o.Turned)];
        for (int i = 0; i < same.Count; i++)
        {
            var sum = same[i];
            for (int j = i + 1; j < same.Count; j++)
                if ((sum = sum.With(same[j])).Equals(session)) return true;
        }

        return false;
    }

    /// <summary>The same data in more packets here.</summary>
    private static bool IsReassembled(ArkimeSession theirs, ArkimeSession ours) => theirs.SameTuple(ours) && theirs.Packets < ours.Packets
        && (theirs.Sent.DataBytes, theirs.Received.DataBytes) == (ours.Sent.DataBytes, ours.Received.DataBytes);

    private static bool LessData(ArkimeSession theirs, ArkimeSession ours) =>
        theirs.Sent.DataBytes + theirs.Received.DataBytes < ours.Sent.DataBytes + ours.Received.DataBytes;
}
