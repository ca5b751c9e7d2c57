using NetThreat.Core.Net;
using NetThreat.Flows.Direction;

namespace NetThreat.Capture.Collector;

/// <summary>Who began a conversation that others measured.</summary>
internal static class Originator
{
    private const byte Syn = 2, Ack = 16;

    /// <summary>
    /// True when the destination is the originator: it opened (SYN and never ACK stands on one side alone), or its packets came first, or the
    /// source's port is that of a server and the destination's is none (Zeek's likely servers), or is the lower one.
    /// </summary>
    public static bool IsDestination(in ForeignFlow f)
    {
        if (f.Directed || f.Destination.IsBroadcast || f.Destination.IsMulticast) return false;
        if (!f.Biflow) return !Opens(f.Flags, f) && SourceIsServer(f, strict: true);
        bool forward = Opens(f.Flags, f), backward = Opens(f.ReverseFlags, f);
        if (forward != backward) return backward;
        return SourceIsServer(f, strict: false);
    }

    /// <summary>The same for two records with starts of their own.</summary>
    public static bool IsDestination(in ForeignFlow f, long forwardStart, long backwardStart)
    {
        if (f.Destination.IsBroadcast || f.Destination.IsMulticast) return false;
        bool forward = Opens(f.Flags, f), backward = Opens(f.ReverseFlags, f);
        if (forward != backward) return backward;
        if (forwardStart != backwardStart) return backwardStart < forwardStart;
        return SourceIsServer(f, strict: false);
    }

    private static bool Opens(byte flags, in ForeignFlow f) => f.FlagsKnown && (flags & (Syn | Ack)) == Syn;

    private static bool SourceIsServer(in ForeignFlow f, bool strict)
    {
        if (f.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6) return !strict && IsReply(f);
        bool source = LikelyServerPorts.Contains(f.Protocol, f.SourcePort), destination = LikelyServerPorts.Contains(f.Protocol, f.DestinationPort);
        if (source != destination) return source;
        return !strict && f.SourcePort < f.DestinationPort && f.Protocol is IpProtocol.Tcp or IpProtocol.Udp && f.SourcePort < 1024;
    }

    /// <summary>Types 0, 14, 16, 18 of ICMP and odd ones from 129 of ICMPv6 answer.</summary>
    private static bool IsReply(in ForeignFlow f) => f.Protocol == IpProtocol.Icmp
        ? f.SourcePort is 0 or 9 or 14 or 16 or 18
        : f.SourcePort is 129 or 131 or 134 or 136 or 140 or 145;
}
