using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>One direction of a session.</summary>
/// <param name="DataBytes">Payload; ours with retransmissions.</param>
/// <param name="StreamBytes">Payload; ours with retransmissions once.</param>
internal sealed record ArkimeSide(long Packets, long Bytes, long DataBytes, long StreamBytes)
{
    public static ArkimeSide operator +(ArkimeSide a, ArkimeSide b) =>
        new(a.Packets + b.Packets, a.Bytes + b.Bytes, a.DataBytes + b.DataBytes, a.StreamBytes + b.StreamBytes);
}

/// <summary>A session as Arkime writes it, or flows of ours in its form.</summary>
internal sealed record ArkimeSession(byte Protocol, Address Source, ushort SourcePort, Address Destination, ushort DestinationPort, ArkimeSide Sent, ArkimeSide Received)
{
    public IReadOnlyList<string> Protocols { get; init; } = [];

    public ArkimeSession Turned => new(Protocol, Destination, DestinationPort, Source, SourcePort, Received, Sent);

    /// <summary>Both as one.</summary>
    public ArkimeSession With(ArkimeSession o) => this with { Sent = Sent + o.Sent, Received = Received + o.Received };

    public long Packets => Sent.Packets + Received.Packets;

    public static ArkimeSession Of(JoinedFlow f)
    {
        var key = FlowJoin.WithoutIcmpTypes(f.Key);
        ArkimeSide Side(JoinedSide s) => new(s.Packets, s.FrameBytes, s.PayloadBytes, s.StreamBytes);
        return new(key.Protocol, key.Originator, key.OriginatorPort, key.Responder, key.ResponderPort, Side(f.Originator), Side(f.Responder));
    }

    public bool SameTuple(ArkimeSession o) =>
        (Protocol, Source, SourcePort, Destination, DestinationPort) == (o.Protocol, o.Source, o.SourcePort, o.Destination, o.DestinationPort);

    public bool SamePackets(ArkimeSession o) =>
        SameTuple(o) && (Sent.Packets, Sent.Bytes, Received.Packets, Received.Bytes) == (o.Sent.Packets, o.Sent.Bytes, o.Received.Packets, o.Received.Bytes);

    /// <summary>Data bytes are compared where a transport says what data is: beyond TCP, UDP and SCTP the tools differ by protocol.</summary>
    public bool Equals(ArkimeSession? o) =>
        o is not null && SamePackets(o) && (!HasData || (SameData(Sent, o.Sent) && SameData(Received, o.Received)));

    public override int GetHashCode() => HashCode.Combine(Protocol, SourcePort, DestinationPort, Packets);

    public override string ToString() =>
        $"{Protocol} {Source}:{SourcePort} {Destination}:{DestinationPort} {Sent.Packets}/{Sent.Bytes}/{Sent.DataBytes} {Received.Packets}/{Received.Bytes}/{Received.DataBytes}";

    private bool HasData => Protocol is IpProtocol.Tcp or IpProtocol.Udp;

    private static bool SameData(ArkimeSide a, ArkimeSide b) => a.DataBytes == b.DataBytes || a.StreamBytes == b.StreamBytes;
}

/// <summary>Our flows of one capture in Arkime's form.</summary>
/// <param name="Sessions">Joined by Arkime's timeouts.</param>
/// <param name="Whole">Joined whatever the silence between.</param>
/// <param name="Carriers">Tuples of flows that carried others.</param>
internal sealed record ArkimeView(List<ArkimeSession> Sessions, List<ArkimeSession> Whole, List<FlowKey> Carriers);
