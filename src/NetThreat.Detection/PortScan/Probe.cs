using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Detection.PortScan;

/// <summary>One attempt of an initiator on a target's service, and whether it was in vain.</summary>
internal readonly record struct Probe(Address Target, byte Protocol, ushort Port, bool Failed)
{
    private const byte EchoRequest = 8;
    private const byte EchoRequestV6 = 128;
    private const ushort WellKnown = 1024;
    private const ushort TracerouteFirst = 33434;
    private const ushort TracerouteLast = 33534;

    /// <summary>It opens an episode and keeps it going: an attempt in vain, or any echo request, since sweeps find hosts that answer.</summary>
    public bool Opens => Failed || Protocol == IpProtocol.Icmp;

    /// <summary>
    /// Reads an attempt from the first segment of a flow. No attempt: multicast and broadcast, mid-stream TCP, UDP that looks like an
    /// answer (from a well-known port to a high one) or like traceroute, ICMP other than echo requests.
    /// </summary>
    public static bool TryRead(FlowRecord record, out Probe probe)
    {
        probe = default;
        return record.Segment == 0 && TryRead(record.Key, record.History, record.State, record.Unanswered, out probe);
    }

    /// <summary>Reads an attempt from the key of a flow of one packet that was aggregated.</summary>
    public static bool TryRead(AggregateRecord aggregate, in FlowKey key, out Probe probe) =>
        TryRead(key, aggregate.History, ConnState.S0, true, out probe);

    private static bool TryRead(in FlowKey key, string history, ConnState state, bool unanswered, out Probe probe)
    {
        probe = default;
        if (key.Responder.IsMulticast || key.Responder.IsBroadcast) return false;
        switch (key.Protocol)
        {
            case IpProtocol.Tcp:
                if (!history.StartsWith('S')) return false;
                probe = new(key.Responder, IpProtocol.Tcp, key.ResponderPort, state is ConnState.S0 or ConnState.REJ or ConnState.RSTOS0 or ConnState.SH);
                return true;
            case IpProtocol.Udp:
                if (key.OriginatorPort < WellKnown && key.ResponderPort >= WellKnown) return false;
                if (key.ResponderPort is >= TracerouteFirst and <= TracerouteLast) return false;
                probe = new(key.Responder, IpProtocol.Udp, key.ResponderPort, unanswered);
                return true;
            case IpProtocol.Icmp when key.OriginatorPort == EchoRequest:
            case IpProtocol.IcmpV6 when key.OriginatorPort == EchoRequestV6:
                probe = new(key.Responder, IpProtocol.Icmp, 0, unanswered);
                return true;
            default:
                return false;
        }
    }
}
