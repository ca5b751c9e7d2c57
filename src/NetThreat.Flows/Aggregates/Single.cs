using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Flows.Records;

namespace NetThreat.Flows.Aggregates;

/// <summary>What counts of a flow's record when it may be aggregated.</summary>
internal readonly struct Single
{
    public Single(FlowRecord r) : this(r.Key, r.Start, r.End, r.Time, r.Segment, r.Final, r.Delta, r.Total, r.Anomalies, r.Application is null && r.Parent == default) =>
        History = r.History;

    public Single(FlowRow r) : this(r.Key, r.Start, r.End, r.Time, r.Segment, r.Final, r.Delta, r.Total, r.Anomalies, r.Application is null && r.Parent == default) =>
        History = IsFirst ? r.HistoryText : "";

    private Single(
        in FlowKey key, Timestamp start, Timestamp end, Timestamp time, int segment, bool final, in FlowCounters delta, in FlowCounters total, Anomaly anomalies, bool plain)
    {
        (Key, Start, End, Time, Anomalies, History) = (key, start, end, time, anomalies, "");
        (Packets, Bytes) = (delta.Packets, delta.IpBytes);
        bool single = plain && total.Packets == 1;
        IsFirst = single && segment == 0;
        IsLast = single && segment == 1 && final && delta.Packets == 0;
    }

    public FlowKey Key { get; }

    public Timestamp Start { get; }

    public Timestamp End { get; }

    public Timestamp Time { get; }

    public long Packets { get; }

    public long Bytes { get; }

    public Anomaly Anomalies { get; }

    /// <summary>Empty for a last record.</summary>
    public string History { get; }

    /// <summary>One packet, nothing read out of it, no tunnel, and the first that is heard of the flow.</summary>
    public bool IsFirst { get; }

    /// <summary>The end of such a flow, which adds nothing.</summary>
    public bool IsLast { get; }
}
