using NetThreat.Core.Flows;

namespace NetThreat.Flows.Features;

/// <summary>The columns of the full profile, in the order in which <see cref="ExtendedRow"/> fills them.</summary>
internal static class ExtendedColumns
{
    private static readonly (string Name, string Text)[] LengthBins =
    [
        ("0", "without payload"), ("1_63", "with 1 to 63 payload bytes"), ("64_127", "with 64 to 127 payload bytes"),
        ("128_255", "with 128 to 255 payload bytes"), ("256_511", "with 256 to 511 payload bytes"), ("512_1023", "with 512 to 1023 payload bytes"),
        ("1024_2047", "with 1024 to 2047 payload bytes"), ("2048_up", "with 2048 payload bytes or more"),
    ];

    private static readonly (string Name, string Text)[] GapBins =
    [
        ("to_10us", "below 10 us"), ("to_100us", "from 10 us to below 100 us"), ("to_1ms", "from 100 us to below 1 ms"),
        ("to_10ms", "from 1 ms to below 10 ms"), ("to_100ms", "from 10 ms to below 100 ms"), ("to_1s", "from 100 ms to below 1 s"),
        ("to_10s", "from 1 s to below 10 s"), ("10s_up", "of 10 s or more"),
    ];

    public static IReadOnlyList<FeatureColumn> All { get; } =
    [
        new("bytes_down_up_ratio", "ratio", "Payload bytes of the responder by payload bytes of the originator; unknown without the latter.", null),
        .. Direction("fwd", "originator", "responder"),
        .. Direction("bwd", "responder", "originator"),
    ];

    private static FeatureColumn[] Direction(string name, string side, string other) =>
    [
        new($"{name}_ip_bytes", "bytes", $"Bytes of the {side} from the network header on, by the headers' own lengths.", null),
        new($"{name}_payload_ratio", "ratio", $"Payload bytes by IP bytes of the {side}; unknown without packets.", null),
        .. LengthBins.Select(b => new FeatureColumn($"{name}_length_{b.Name}", "packets", $"Packets of the {side} {b.Text}.", null)),
        .. GapBins.Select(b => new FeatureColumn($"{name}_gap_{b.Name}", "count", $"Gaps between a packet of the {side} and its one before {b.Text}.", null)),
        new($"{name}_entropy", "bits/byte", $"Byte entropy of each of the {side}'s first {PayloadBytes.Packets} packets with payload, over its first {PayloadBytes.PacketBytes} captured bytes, as a mean weighted by bytes; unknown without payload.", null),
        new($"{name}_printable_ratio", "ratio", "Share of printable ASCII, tabs and line ends among the bytes that the entropy looks at; unknown without payload.", null),
        new($"{name}_ttl_min", "count", $"Smallest time to live or hop limit of the {side}'s packets; unknown without packets.", null),
        new($"{name}_ttl_max", "count", $"Largest time to live or hop limit of the {side}'s packets; unknown without packets.", null),
        .. Tcp(name, side, other),
    ];

    private static FeatureColumn[] Tcp(string name, string side, string other) =>
    [
        new($"{name}_retransmissions", "packets", $"TCP segments of the {side} whose sequence numbers had all been seen or given up, SYN and FIN included; unknown for other protocols.", null),
        new($"{name}_retransmitted_bytes", "bytes", $"Payload bytes of the {side}'s retransmissions; unknown for other protocols.", null),
        new($"{name}_out_of_order", "packets", $"TCP segments of the {side} that filled a hole which later ones had left; unknown for other protocols.", null),
        new($"{name}_overlaps", "packets", $"TCP segments of the {side} of which a part had been seen before; unknown for other protocols.", null),
        new($"{name}_duplicate_acks", "packets", $"Acknowledgements of the {side} by RFC 5681 section 2 (nothing new, no payload, same window, data outstanding); unknown for other protocols.", null),
        new($"{name}_zero_windows", "packets", $"TCP segments of the {side} with a window of 0, SYN and RST left out; unknown for other protocols.", null),
        new($"{name}_keep_alives", "packets", $"TCP segments of the {side} of at most one byte, one before the next expected (RFC 9293 section 3.8.4); unknown for other protocols.", null),
        new($"{name}_window_scale", "count", $"Shift count that the {side}'s last SYN offered (RFC 7323 section 2.2); unknown without the option.", null),
        new($"{name}_segment_size", "bytes", $"Maximum segment size that the {side}'s last SYN offered; unknown without the option.", null),
        new($"{name}_handshake_rtt", "us", $"From the {side}'s SYN to its acknowledgement by the {other}; unknown where the SYN was sent again.", null),
        new($"{name}_rtt_samples", "count", $"Round trips measured from the {side}'s data to its acknowledgement by the {other}, one at a time, none of data sent again; unknown for other protocols.", null),
        new($"{name}_rtt_min", "us", "Smallest of these round trips; unknown without one.", null),
        new($"{name}_rtt_mean", "us", "Mean of these round trips; unknown without one.", null),
    ];
}
