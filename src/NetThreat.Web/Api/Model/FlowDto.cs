using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Stores;

namespace NetThreat.Web.Api.Model;

/// <summary>One side of a flow and what it sent in all.</summary>
/// <param name="Port">For ICMP: the type (originator) and the reply type or code (responder), as Zeek writes them.</param>
/// <param name="IpBytes">Bytes from the network header on.</param>
internal sealed record FlowSideDto(string Address, int Port, long Packets, long IpBytes, long PayloadBytes)
{
    public static FlowSideDto Of(Address address, ushort port, DirectionCounters c) => new(address.ToString(), port, c.Packets, c.IpBytes, c.PayloadBytes);
}

/// <summary>One conversation as it is known so far.</summary>
/// <param name="DurationSeconds">From the first to the last packet.</param>
/// <param name="State">Zeek's connection state, as Zeek writes it: S0, SF, REJ …</param>
/// <param name="History">Zeek's history letters.</param>
/// <param name="Final">Nothing more follows.</param>
/// <param name="Parent">The id of the flow that carried this one in a tunnel.</param>
/// <param name="Tunnel">How it was carried: ipInIp, gre, vxlan …</param>
/// <param name="Anomalies">What was odd about its packets, by the names of the reference of anomalies.</param>
/// <param name="IcmpErrors">ICMP errors that quoted a packet of the flow.</param>
internal sealed record FlowDto(
    string Id, string Site, string ObservationPoint, string Sensor, string Run, string? Start, string? End, double DurationSeconds,
    FlowSideDto Originator, FlowSideDto Responder, string Protocol, string? Service, string State, string History, bool Final, string EndReason,
    int Segment, int? Vlan, bool DirectionDoubtful, ApplicationDto? Application,
    string? Parent, string? Tunnel, IReadOnlyList<string> Anomalies, int IcmpErrors)
{
    public static FlowDto Of(StoredFlow f)
    {
        var (r, k) = (f.Record, f.Record.Key);
        return new(
            r.Id.ToString(), f.Vantage.Site, f.Vantage.ObservationPoint, f.Stream.Sensor, f.Stream.Run, r.Start.Text(), r.End.Text(), (r.End - r.Start).TotalSeconds,
            FlowSideDto.Of(k.Originator, k.OriginatorPort, r.Total.Originator), FlowSideDto.Of(k.Responder, k.ResponderPort, r.Total.Responder),
            IpProtocol.Name(k.Protocol), r.Application?.Service, r.State.ToString(), r.History, r.Final, Names.Camel(r.EndReason),
            r.Segment, r.Vlan == 0 ? null : r.Vlan, r.DirectionDoubtful, ApplicationDto.Of(r.Application),
            r.Tunnel == TunnelKind.None ? null : r.Parent.ToString(), r.Tunnel == TunnelKind.None ? null : Names.Camel(r.Tunnel),
            AnomalyNames.All(r.Anomalies), r.IcmpErrors);
    }
}
