namespace NetThreat.Flows.Records;

/// <summary>The order in which records leave: by event time (late ones by when they are due to leave), then by the flow's start, then by its key.</summary>
internal static class RowOrder
{
    public static readonly Comparison<FlowRow> Compare = (a, b) =>
    {
        int c = a.Release.CompareTo(b.Release);
        if (c == 0) c = a.Time.CompareTo(b.Time);
        if (c == 0) c = a.Start.CompareTo(b.Start);
        if (c == 0) c = a.Key.Originator.CompareTo(b.Key.Originator);
        if (c == 0) c = a.Key.Responder.CompareTo(b.Key.Responder);
        return c != 0 ? c : Ports(a).CompareTo(Ports(b));
    };

    private static ulong Ports(FlowRow row) => (ulong)row.Key.Protocol << 32 | (ulong)row.Key.OriginatorPort << 16 | row.Key.ResponderPort;
}
