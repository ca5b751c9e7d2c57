using NetThreat.Core.Flows;
using NetThreat.Flows.Features;

namespace NetThreat.Capture.Collector;

/// <summary>The feature row of a flow that others measured: the columns that its counters and times fix, the rest unknown.</summary>
internal static class ForeignFeatures
{
    private static readonly int Duration = Column("duration");
    private static readonly int ForwardPackets = Column("fwd_packets");
    private static readonly int BackwardPackets = Column("bwd_packets");
    private static readonly int Rate = Column("packets_per_second");
    private static readonly int ForwardRate = Column("fwd_packets_per_second");
    private static readonly int BackwardRate = Column("bwd_packets_per_second");
    private static readonly int DownUp = Column("down_up_ratio");
    private static readonly int ForwardBytes = Column("fwd_bytes");
    private static readonly int BackwardBytes = Column("bwd_bytes");

    /// <param name="bothSides">The responder's side is known.</param>
    /// <param name="payload">The payload counters are measured.</param>
    public static double[] Row(in FlowCounters total, long durationNanoseconds, bool bothSides, bool payload)
    {
        var row = new double[FlowFeatures.Schema.Columns.Count];
        Array.Fill(row, double.NaN);
        double seconds = durationNanoseconds / 1e9, forward = total.Originator.Packets, backward = total.Responder.Packets;
        row[Duration] = durationNanoseconds / 1e3;
        row[ForwardPackets] = forward;
        if (seconds > 0) row[ForwardRate] = forward / seconds;
        if (payload)
        {
            row[ForwardBytes] = total.Originator.PayloadBytes;
            row[BackwardBytes] = total.Responder.PayloadBytes;
        }

        if (!bothSides) return row;
        row[BackwardPackets] = backward;
        if (forward > 0) row[DownUp] = backward / forward;
        if (seconds > 0) (row[Rate], row[BackwardRate]) = ((forward + backward) / seconds, backward / seconds);
        return row;
    }

    private static int Column(string name) => FlowFeatures.Schema.IndexOf(name) is >= 0 and int i ? i : throw new InvalidOperationException($"the feature schema has no column {name}");
}
