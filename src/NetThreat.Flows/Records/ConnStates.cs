using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Table;
using NetThreat.Flows.Tcp;

namespace NetThreat.Flows.Records;

/// <summary>Zeek's conn_state of a flow.</summary>
internal static unsafe class ConnStates
{
    public static ConnState Of(ref FlowSlot f) => f.Key.Protocol switch
    {
        IpProtocol.Tcp => Tcp(ref f),
        IpProtocol.Udp => f.Originator.Packets > 0
            ? f.Responder.Packets > 0 ? ConnState.SF : ConnState.S0
            : f.Responder.Packets > 0 ? ConnState.SHR : ConnState.OTH,
        _ => ConnState.OTH,
    };

    private static ConnState Tcp(ref FlowSlot f)
    {
        TcpState o = f.OriginatorTcp.State, r = f.ResponderTcp.State;
        bool originatorMute = o is TcpState.Inactive or TcpState.Partial, responderMute = r is TcpState.Inactive or TcpState.Partial;
        if (r == TcpState.Reset)
        {
            if (o is TcpState.SynSent or TcpState.SynAckSent || (o == TcpState.Reset && Empty(ref f))) return ConnState.REJ;
            return originatorMute ? ConnState.RSTRH : ConnState.RSTR;
        }

        if (o == TcpState.Reset)
            return !responderMute ? ConnState.RSTO : OnlySynBeforeReset(ref f) ? ConnState.RSTOS0 : ConnState.OTH;
        if (o == TcpState.Closed) return r == TcpState.Closed ? ConnState.SF : responderMute ? ConnState.SH : ConnState.S2;
        if (r == TcpState.Closed) return originatorMute ? ConnState.SHR : ConnState.S3;
        if (o == TcpState.SynSent && r == TcpState.Inactive) return ConnState.S0;
        return o == TcpState.Established && r == TcpState.Established ? ConnState.S1 : ConnState.OTH;
    }

    private static bool Empty(ref FlowSlot f) =>
        f.OriginatorTcp.StreamBytes(f.ResponderTcp.State) == 0 && f.ResponderTcp.StreamBytes(f.OriginatorTcp.State) == 0;

    /// <summary>History of the form ^?S…R… without another of the originator's H A F G I Q between.</summary>
    private static bool OnlySynBeforeReset(ref FlowSlot f)
    {
        int i = f.HistoryLength > 0 && f.History[0] == (byte)'^' ? 1 : 0;
        if (i >= f.HistoryLength || f.History[i] != (byte)'S') return false;
        for (i++; i < f.HistoryLength; i++)
        {
            char c = (char)f.History[i];
            if (c == 'R') return true;
            if (c is 'H' or 'A' or 'F' or 'G' or 'I' or 'Q') return false;
        }

        return false;
    }
}
