namespace NetThreat.Learning.Shipped;

/// <summary>
/// The feature columns of the shipped models: shapes of a conversation that mean the same on every network. Left out are ports (a service is
/// not its number), times to live, windows and round trips (they tell the network and the system apart, not the conduct), and absolute times.
/// </summary>
internal static class ShippedColumns
{
    /// <summary>Sizes, times, directions, TCP's course and the look of the payload.</summary>
    public static IReadOnlyList<string> Flow { get; } =
    [
        "duration", "fwd_packets", "bwd_packets", "fwd_bytes", "bwd_bytes", "fwd_length_max", "fwd_length_mean", "bwd_length_max", "bwd_length_mean", "length_mean", "length_std",
        "iat_mean", "iat_max", "fin_packets", "syn_packets", "rst_packets", "psh_packets", "fwd_data_packets", "fwd_header_min", "fwd_payload_ratio", "bwd_payload_ratio",
        "fwd_retransmissions", "bwd_retransmissions", "fwd_entropy", "bwd_entropy", "fwd_printable_ratio", "bwd_printable_ratio", "active_mean", "idle_mean",
    ];

    /// <summary>What of a flow a sequence of flows is judged by.</summary>
    public static IReadOnlyList<string> Step { get; } =
    [
        "duration", "fwd_packets", "bwd_packets", "fwd_bytes", "bwd_bytes", "iat_mean", "syn_packets", "rst_packets", "fin_packets", "fwd_entropy", "bwd_entropy",
    ];
}
