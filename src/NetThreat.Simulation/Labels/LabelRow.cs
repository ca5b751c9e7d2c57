namespace NetThreat.Simulation.Labels;

/// <summary>One activity of one capture: a row of a labels file, its columns in the order of the file.</summary>
/// <param name="File">The capture, relative to the labels file.</param>
/// <param name="Activity">The class of the activity; <c>benign</c> for a capture or host that must not be flagged.</param>
/// <param name="Techniques">ATT&amp;CK technique ids; empty for benign.</param>
/// <param name="Attacker">Addresses, or <c>many-…</c>, or <c>-</c> for none known.</param>
/// <param name="Victim">Addresses, or <c>-</c>.</param>
/// <param name="Start">Seconds after the capture's first packet.</param>
/// <param name="End">Seconds after the capture's first packet.</param>
public sealed record LabelRow(
    string File, string Activity, IReadOnlyList<string> Techniques, string Attacker, string Victim, string Protocol, string Ports, double Start, double End,
    long Packets, string ExpectedDetection, string Noise, string Basis, string Confidence)
{
    public const string Benign = "benign";

    /// <summary>The columns of the file in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "file", "activity", "attack_technique", "attacker", "victim", "proto", "ports", "start_s", "end_s", "packets", "expected_detection", "noise", "basis",
        "confidence",
    ];

    public bool IsBenign => Activity == Benign;
}
