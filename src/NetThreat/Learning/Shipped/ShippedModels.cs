using NetThreat.Learning.Calibration;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Manifests;
using NetThreat.Simulation;

namespace NetThreat.Learning.Shipped;

/// <summary>The models that come with the program, and the simulated traffic that they are made of.</summary>
internal static class ShippedModels
{
    /// <summary>The classes of the shipped classifiers: one flow cannot tell whether the next probe goes to another port or to another host.</summary>
    public static string ClassOf(string label) => label.StartsWith("port_scan", StringComparison.Ordinal) ? "port_scan" : label;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(16);

    private const string Attacks = "Scans, floods and sweeps of the simulator are the only attacks that it was measured on.";

    public static IReadOnlyList<ShippedModel> All { get; } =
    [
        new("flow-forest", "1", "How unlike benign flows a flow is: an isolation forest over sizes, times and the course of a conversation.", "isolation-forest", ShippedColumns.Flow)
        {
            Parameters = new Dictionary<string, string> { ["trees"] = "100", ["sample-size"] = "512" },
            Limits = [Attacks],
        },
        new("flow-autoencoder", "1", "How unlike benign flows a flow is: the error with which a neural network restores it from a narrow code.", "autoencoder", ShippedColumns.Flow)
        {
            Parameters = new Dictionary<string, string> { ["units"] = "32", ["code"] = "8", ["epochs"] = "40", ["corruption"] = "0.1" },
            Scaling = "fill-median,normal",
            Limits = [Attacks],
        },
        new("flow-attacks", "1", "Which attack a flow belongs to, if any: gradient-boosted trees with calibrated probabilities.", "gradient-boosting", ShippedColumns.Flow)
        {
            Parameters = new Dictionary<string, string> { ["trees"] = "60", ["max-depth"] = "5", ["learning-rate"] = "0.15", ["column-share"] = "0.7", ["row-share"] = "0.8" },
            Scaling = Training.Preparation.None,
            Calibration = CalibrationKind.Isotonic,
            Limits = [Attacks, "A single unanswered SYN is the same packet in a scan and in a flood: the classes share the probability there."],
        },
        new("host-sequence", "1", "Which attack a host is in the middle of, by its last flows: an LSTM over windows of flows.", "lstm-classifier", ShippedColumns.Step)
        {
            Parameters = new Dictionary<string, string> { ["units"] = "24", ["epochs"] = "12" },
            Sequence = new(SequenceKind.Host, 16, 4),
            Onnx = true,
            MaxRows = 20_000,
            Limits = [Attacks],
        },
    ];

    /// <summary>Sixteen offices, half of them attacked; no two alike.</summary>
    public static IReadOnlyList<IFlowInput> Inputs { get; } =
    [
        .. Enumerable.Range(1, 8).Select(seed => new SimulatedInput(Scenarios.Varied((ulong)seed) with { Duration = Length })),
        .. Enumerable.Range(101, 8).Select(seed => new SimulatedInput(Scenarios.VariedAttacks((ulong)seed) with { Duration = Length })),
    ];
}
