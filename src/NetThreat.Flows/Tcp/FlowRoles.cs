using NetThreat.Flows.Table;

namespace NetThreat.Flows.Tcp;

/// <summary>Exchanges originator and responder.</summary>
internal static unsafe class FlowRoles
{
    /// <summary>
    /// The originator proved to be the other side. Before the first segment is published everything is exchanged; afterwards key, id and
    /// counters stay and the flow is marked.
    /// </summary>
    /// <returns>True when the sides were exchanged.</returns>
    public static bool Exchange(ref FlowSlot flow)
    {
        if (flow.Segment > 0)
        {
            flow.DirectionDoubtful = true;
            return false;
        }

        (flow.OriginatorTcp, flow.ResponderTcp) = (flow.ResponderTcp, flow.OriginatorTcp);
        flow.Partial = false;
        (flow.SeenOriginator, flow.SeenResponder) = (flow.SeenResponder, flow.SeenOriginator);
        flow.OriginatorIsB = !flow.OriginatorIsB;
        (flow.Originator, flow.Responder) = (flow.Responder, flow.Originator);
        flow.Features.ExchangeRoles();
        if (!flow.Rare->IsShared) flow.Rare->ExchangeRoles();
        if (flow.Extended != null) flow.Extended->ExchangeRoles();
        return true;
    }
}
