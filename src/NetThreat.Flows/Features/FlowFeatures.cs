using NetThreat.Core.Flows;

namespace NetThreat.Flows.Features;

/// <summary>
/// The feature row of a flow, version 2: the 76 numeric columns of CICFlowMeter 4 in its order, then what Zeek's conn.log counts (version 1
/// ends here, and rows of the short profile have no more), then histograms, byte statistics and TCP quality of each direction. Forward is originator to responder; lengths are transport payload on the wire; times are capture times. Standard deviations and
/// variances have n − 1 in the denominator.
/// </summary>
/// <remarks>
/// Where CICFlowMeter 4 contradicts its own definitions, the definition is followed: it counts the first packet's length twice in the
/// packet length columns; it takes the last backward window as the initial one; it leaves the first packet out of the forward data
/// packets and counts PSH and URG by direction on the first packet only; it compares array references where it means addresses, so every
/// bulk counts as backward; it divides only one operand when it looks for a subflow's gap; it truncates ratios and averages to integers;
/// it prints the forward bytes per bulk in the backward column; it ends a flow at the first FIN and after 120 s.
/// </remarks>
public static class FlowFeatures
{
    /// <summary>Number of leading columns that CICFlowMeter 4 has, in its order.</summary>
    public const int CicColumns = 76;

    /// <summary>Number of leading columns of schema version 1, which every profile measures.</summary>
    public const int ShortColumns = CicColumns + 4;

    /// <summary>The version that rows of <see cref="ShortColumns"/> columns follow.</summary>
    public const int ShortVersion = 1;

    /// <summary>The newest version with all columns.</summary>
    public static FeatureSchema Schema { get; } = new(2, Build());

    /// <summary>Column positions by name, for code that reads rows.</summary>
    public static int OriginatorStreamBytes { get; } = Schema.IndexOf("fwd_stream_bytes");

    public static int ResponderStreamBytes { get; } = Schema.IndexOf("bwd_stream_bytes");

    public static int MissedBytes { get; } = Schema.IndexOf("missed_bytes");

    public static int OpenDuration { get; } = Schema.IndexOf("open_duration");

    private static List<FeatureColumn> Build()
    {
        var columns = new List<FeatureColumn>(160);
        columns.AddRange(FeatureColumns.Cic);
        columns.Add(new("fwd_stream_bytes", "bytes", "Bytes the originator sent by TCP sequence numbers, retransmissions once; payload bytes for other protocols.", null));
        columns.Add(new("bwd_stream_bytes", "bytes", "Bytes the responder sent by TCP sequence numbers, retransmissions once; payload bytes for other protocols.", null));
        columns.Add(new("missed_bytes", "bytes", "Bytes that were acknowledged in an established TCP connection and never captured.", null));
        columns.Add(new("open_duration", "us", "From the first packet to the last one before both sides had closed the connection; the whole duration for other protocols.", null));
        columns.AddRange(ExtendedColumns.All);
        return columns;
    }
}
