using NetThreat.Core.Flows;

namespace NetThreat.Flows.Records;

/// <summary>The order in which records leave: by event time (late ones by when they are due to leave), then by the flow's start, then by its key.</summary>
internal static class RowOrder
{
    public static readonly Comparison<FlowRow> Compare = (a, b) =>
    {
        int c = a.Release.CompareTo(b.Release);
        if (c == 0) c = a.Time.CompareTo(b.Time);
        if (c == 0) c = a.Start.CompareTo(b.Start);
        return c != 0 ? c : CompareKeys(a.Key, b.Key);
    };

    public static int CompareKeys(in FlowKey a, in FlowKey b)
    {
        int c = a.Originator.CompareTo(b.Originator);
        if (c == 0) c = a.Responder.CompareTo(b.Responder);
        return c != 0 ? c : Ports(a).CompareTo(Ports(b));
    }

    private static ulong Ports(in FlowKey key) => (ulong)key.Protocol << 32 | (ulong)key.OriginatorPort << 16 | key.ResponderPort;
}
