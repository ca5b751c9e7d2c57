using NetThreat.Flows.Features;

namespace NetThreat.FlowExport.NfStream;

/// <summary>One column that NFStream computes from packets, and where its value is in the feature row.</summary>
/// <param name="Feature">Its position in the row, or -1 where nothing is measured: the cell stays empty.</param>
/// <param name="Scale">Theirs by ours.</param>
internal sealed record NfStreamColumn(string Name, int Feature, double Scale);

/// <summary>NFStream's columns in its order: core, then those of its statistical analysis. Sizes are payload, as with its accounting_mode 3.</summary>
internal static class NfStreamColumns
{
    private static readonly (string Theirs, string Ours)[] Sides = [("bidirectional", ""), ("src2dst", "fwd_"), ("dst2src", "bwd_")];

    private static readonly string[] Counted = ["first_seen_ms", "last_seen_ms", "duration_ms", "packets", "bytes"];
    private static readonly string[] FlagNames = ["syn", "cwr", "ece", "urg", "ack", "psh", "rst", "fin"];

    public static IReadOnlyList<string> Core { get; } =
    [
        "id", "expiration_id", "src_ip", "src_mac", "src_oui", "src_port", "dst_ip", "dst_mac", "dst_oui", "dst_port", "protocol", "ip_version", "vlan_id", "tunnel_id",
        .. Sides.SelectMany(s => Counted.Select(c => $"{s.Theirs}_{c}")),
    ];

    public static IReadOnlyList<NfStreamColumn> Statistical { get; } = [.. Sides.SelectMany(Sizes), .. Sides.SelectMany(Gaps), .. Sides.SelectMany(Flags)];

    public static IReadOnlyList<string> Last { get; } =
    [
        "splt_direction", "splt_ps", "splt_piat_ms", "application_name", "application_is_guessed", "requested_server_name", "client_fingerprint", "server_fingerprint",
        "user_agent", "content_type",
    ];

    private static IEnumerable<NfStreamColumn> Sizes((string Theirs, string Ours) side) =>
        Of(side, "ps", "length", 1, ("min", "min"), ("mean", "mean"), ("stddev", "std"), ("max", "max"));

    private static IEnumerable<NfStreamColumn> Gaps((string Theirs, string Ours) side) =>
        Of(side, "piat_ms", "iat", 1e-3, ("min", "min"), ("mean", "mean"), ("stddev", "std"), ("max", "max"));

    private static IEnumerable<NfStreamColumn> Flags((string Theirs, string Ours) side) => FlagNames
        .Select(f => new NfStreamColumn($"{side.Theirs}_{f}_packets", Index(side.Ours.Length == 0 ? $"{f}_packets" : $"{side.Ours}{f}"), 1));

    private static IEnumerable<NfStreamColumn> Of((string Theirs, string Ours) side, string theirs, string ours, double scale, params (string Theirs, string Ours)[] statistics) =>
        statistics.Select(s => new NfStreamColumn($"{side.Theirs}_{s.Theirs}_{theirs}", Index($"{side.Ours}{ours}_{s.Ours}"), scale));

    private static int Index(string name) => FlowFeatures.Schema.IndexOf(name);
}
