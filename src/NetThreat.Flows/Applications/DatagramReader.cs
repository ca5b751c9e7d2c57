using NetThreat.Core.Net;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Applications;

namespace NetThreat.Flows.Applications;

/// <summary>Datagram by datagram: asks the candidates, then lets the one that said yes read.</summary>
internal static class DatagramReader
{
    /// <summary>Datagrams of a flow after which nothing unknown is asked any more.</summary>
    private const int MaxUndecided = 8;

    private static readonly byte Dtls = ServiceTable.NumberOf("dtls");
    private static readonly bool[] CarriesDtls = [false, .. ApplicationProtocols.All.Select(p => ApplicationProtocols.CarriesDtls(p.Name))];

    public static ServiceTable Table(byte transport) => transport == IpProtocol.Udp ? ServiceTable.Udp : ServiceTable.Sctp;

    /// <summary>The datagram with what is known of those before it.</summary>
    public static Payload Payload(Inspection? state, bool originator, int side, in FlowSlot flow, in DecodedPacket p, ReadOnlySpan<byte> data) => new()
    {
        Data = data,
        WireLength = p.PayloadLength,
        FromOriginator = originator,
        Transport = p.Protocol,
        OriginatorPort = flow.OriginatorIsB ? flow.Key.PortB : flow.Key.PortA,
        ResponderPort = flow.OriginatorIsB ? flow.Key.PortA : flow.Key.PortB,
        Number = state is null ? 0 : state.Datagrams(side),
        Opposite = state is null ? default : state.First(1 - side),
        Previous = state is null ? default : state.Previous(side),
    };

    /// <param name="asked">The candidates have seen this datagram.</param>
    /// <returns>False when nothing more is wanted of the flow.</returns>
    public static bool Take(FlowFacts facts, ref byte service, int side, in Payload payload, bool asked)
    {
        var state = facts.Inspection!;
        if (service == 0 && !asked) service = Table(payload.Transport).Ask(in payload, ref state.Candidates);
        int number = ++state.Datagrams(side);
        state.Note(side, payload.Data);
        if (service == 0) return state.Candidates != 0 && state.DatagramsA + state.DatagramsB < MaxUndecided;
        var protocol = ServiceTable.Protocol(service);
        bool carrier = CarriesDtls[service], inside = carrier && ServiceTable.Protocol(Dtls).Recognize(in payload) == Recognition.Yes;
        if (inside) protocol = ServiceTable.Protocol(Dtls);
        if (!state.Done(side)) state.Done(side) = !(protocol.Read(in payload, facts) || (carrier && !inside)) || number >= protocol.MaxDatagrams;
        return !state.DoneA || !state.DoneB;
    }
}
