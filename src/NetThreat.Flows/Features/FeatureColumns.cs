using NetThreat.Core.Flows;

namespace NetThreat.Flows.Features;

/// <summary>The columns that CICFlowMeter 4 has, in its order, with its spelling.</summary>
internal static class FeatureColumns
{
    public static IReadOnlyList<FeatureColumn> Cic { get; } =
    [
        new("duration", "us", "From the first packet to the last.", "Flow Duration"),
        new("fwd_packets", "packets", "Packets of the originator.", "Total Fwd Packet"),
        new("bwd_packets", "packets", "Packets of the responder.", "Total Bwd packets"),
        new("fwd_bytes", "bytes", "Payload bytes of the originator, retransmissions included.", "Total Length of Fwd Packet"),
        new("bwd_bytes", "bytes", "Payload bytes of the responder, retransmissions included.", "Total Length of Bwd Packet"),
        .. Lengths("fwd", "Fwd", "the originator's packets"),
        .. Lengths("bwd", "Bwd", "the responder's packets"),
        new("bytes_per_second", "bytes/s", "Payload bytes by duration; unknown without duration.", "Flow Bytes/s"),
        new("packets_per_second", "packets/s", "Packets by duration; unknown without duration.", "Flow Packets/s"),
        .. Gaps("iat", "Flow IAT", "gap between a packet of the flow and the one before"),
        new("fwd_iat_total", "us", "From the originator's first packet to its last.", "Fwd IAT Total"),
        .. Gaps("fwd_iat", "Fwd IAT", "gap between a packet of the originator and its one before"),
        new("bwd_iat_total", "us", "From the responder's first packet to its last.", "Bwd IAT Total"),
        .. Gaps("bwd_iat", "Bwd IAT", "gap between a packet of the responder and its one before"),
        new("fwd_psh", "packets", "Packets of the originator with PSH.", "Fwd PSH Flags"),
        new("bwd_psh", "packets", "Packets of the responder with PSH.", "Bwd PSH Flags"),
        new("fwd_urg", "packets", "Packets of the originator with URG.", "Fwd URG Flags"),
        new("bwd_urg", "packets", "Packets of the responder with URG.", "Bwd URG Flags"),
        new("fwd_header_bytes", "bytes", "Transport header bytes of the originator.", "Fwd Header Length"),
        new("bwd_header_bytes", "bytes", "Transport header bytes of the responder.", "Bwd Header Length"),
        new("fwd_packets_per_second", "packets/s", "Packets of the originator by the flow's duration; unknown without duration.", "Fwd Packets/s"),
        new("bwd_packets_per_second", "packets/s", "Packets of the responder by the flow's duration; unknown without duration.", "Bwd Packets/s"),
        new("length_min", "bytes", "Smallest payload of all packets.", "Packet Length Min"),
        new("length_max", "bytes", "Largest payload of all packets.", "Packet Length Max"),
        new("length_mean", "bytes", "Mean payload of all packets.", "Packet Length Mean"),
        new("length_std", "bytes", "Standard deviation of the payload of all packets.", "Packet Length Std"),
        new("length_variance", "bytes^2", "Variance of the payload of all packets.", "Packet Length Variance"),
        .. new[] { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "CWR", "ECE" }
            .Select(f => new FeatureColumn(f.ToLowerInvariant() + "_packets", "packets", $"Packets with {f}.", f + " Flag Count")),
        new("down_up_ratio", "ratio", "Packets of the responder by packets of the originator; unknown without the latter.", "Down/Up Ratio"),
        new("packet_size_mean", "bytes", "Payload bytes by packets.", "Average Packet Size"),
        new("fwd_segment_mean", "bytes", "Payload bytes by packets of the originator; unknown without packets.", "Fwd Segment Size Avg"),
        new("bwd_segment_mean", "bytes", "Payload bytes by packets of the responder; unknown without packets.", "Bwd Segment Size Avg"),
        .. Bulks("fwd", "Fwd", "originator"),
        .. Bulks("bwd", "Bwd", "responder"),
        new("subflow_fwd_packets", "packets", "Packets of the originator by subflows; a gap above 1 s begins a subflow.", "Subflow Fwd Packets"),
        new("subflow_fwd_bytes", "bytes", "Payload bytes of the originator by subflows.", "Subflow Fwd Bytes"),
        new("subflow_bwd_packets", "packets", "Packets of the responder by subflows.", "Subflow Bwd Packets"),
        new("subflow_bwd_bytes", "bytes", "Payload bytes of the responder by subflows.", "Subflow Bwd Bytes"),
        new("fwd_init_window", "bytes", "TCP window field of the originator's first packet, unscaled; unknown without one.", "FWD Init Win Bytes"),
        new("bwd_init_window", "bytes", "TCP window field of the responder's first packet, unscaled; unknown without one.", "Bwd Init Win Bytes"),
        new("fwd_data_packets", "packets", "Packets of the originator with payload.", "Fwd Act Data Pkts"),
        new("fwd_header_min", "bytes", "Smallest transport header of the originator; unknown without packets.", "Fwd Seg Size Min"),
        .. Periods("active", "Active", "active period: the time between gaps above 5 s, where packets have different times"),
        .. Periods("idle", "Idle", "gap above 5 s"),
    ];

    private static FeatureColumn[] Lengths(string name, string cic, string of) =>
    [
        new($"{name}_length_max", "bytes", $"Largest payload of {of}; unknown without packets.", $"{cic} Packet Length Max"),
        new($"{name}_length_min", "bytes", $"Smallest payload of {of}; unknown without packets.", $"{cic} Packet Length Min"),
        new($"{name}_length_mean", "bytes", $"Mean payload of {of}; unknown without packets.", $"{cic} Packet Length Mean"),
        new($"{name}_length_std", "bytes", $"Standard deviation of the payload of {of}; unknown without packets.", $"{cic} Packet Length Std"),
    ];

    private static FeatureColumn[] Gaps(string name, string cic, string of) =>
    [
        new($"{name}_mean", "us", $"Mean {of}; unknown without a gap.", $"{cic} Mean"),
        new($"{name}_std", "us", $"Standard deviation of the {of}; unknown without a gap.", $"{cic} Std"),
        new($"{name}_max", "us", $"Largest {of}; unknown without a gap.", $"{cic} Max"),
        new($"{name}_min", "us", $"Smallest {of}; unknown without a gap.", $"{cic} Min"),
    ];

    private static FeatureColumn[] Bulks(string name, string cic, string of) =>
    [
        new($"{name}_bulk_bytes", "bytes", $"Bytes by bulks of the {of}; 0 without a bulk.", $"{cic} Bytes/Bulk Avg"),
        new($"{name}_bulk_packets", "packets", $"Packets by bulks of the {of}; 0 without a bulk.", $"{cic} Packet/Bulk Avg"),
        new($"{name}_bulk_rate", "bytes/s", $"Bytes in bulks of the {of} by their duration; 0 without one.", $"{cic} Bulk Rate Avg"),
    ];

    private static FeatureColumn[] Periods(string name, string cic, string of) =>
    [
        new($"{name}_mean", "us", $"Mean {of}; 0 without one.", $"{cic} Mean"),
        new($"{name}_std", "us", $"Standard deviation of the {of}; 0 without one.", $"{cic} Std"),
        new($"{name}_max", "us", $"Largest {of}; 0 without one.", $"{cic} Max"),
        new($"{name}_min", "us", $"Smallest {of}; 0 without one.", $"{cic} Min"),
    ];
}
