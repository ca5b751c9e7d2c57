namespace NetThreat.Core.Flows;

/// <summary>Counters of one direction.</summary>
/// <param name="Packets">Packets, retransmissions included.</param>
/// <param name="IpBytes">Bytes from the first byte of the network header, by the header's own length field.</param>
/// <param name="PayloadBytes">Transport payload bytes on the wire, retransmissions included.</param>
public readonly record struct DirectionCounters(long Packets, long IpBytes, long PayloadBytes)
{
    public static DirectionCounters operator +(DirectionCounters a, DirectionCounters b) =>
        new(a.Packets + b.Packets, a.IpBytes + b.IpBytes, a.PayloadBytes + b.PayloadBytes);

    public static DirectionCounters operator -(DirectionCounters a, DirectionCounters b) =>
        new(a.Packets - b.Packets, a.IpBytes - b.IpBytes, a.PayloadBytes - b.PayloadBytes);
}

/// <summary>Counters of both directions of a flow.</summary>
public readonly record struct FlowCounters(DirectionCounters Originator, DirectionCounters Responder)
{
    public long Packets => Originator.Packets + Responder.Packets;

    public long IpBytes => Originator.IpBytes + Responder.IpBytes;

    public static FlowCounters operator +(FlowCounters a, FlowCounters b) => new(a.Originator + b.Originator, a.Responder + b.Responder);

    public static FlowCounters operator -(FlowCounters a, FlowCounters b) => new(a.Originator - b.Originator, a.Responder - b.Responder);
}
