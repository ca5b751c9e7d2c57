using NetThreat.Learning.Inputs;
using NetThreat.Simulation;

namespace NetThreat.Learning.Shipped;

/// <summary>The models that come with the program, and the simulated traffic that they are made of.</summary>
internal static class ShippedModels
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(16);

    private const string Ports = "Scans, floods and sweeps of the simulator are the only attacks that it was measured on.";

    public static IReadOnlyList<ShippedModel> All { get; } =
    [
        new("flow-forest", "1", "How unlike benign flows a flow is: an isolation forest over sizes, times and the course of a conversation.", "isolation-forest", ShippedColumns.Flow)
        {
            Parameters = new Dictionary<string, string> { ["trees"] = "100", ["sample-size"] = "512" },
            Limits = [Ports],
        },
    ];

    /// <summary>Sixteen offices, half of them attacked; no two alike.</summary>
    public static IReadOnlyList<IFlowInput> Inputs { get; } =
    [
        .. Enumerable.Range(1, 8).Select(seed => new SimulatedInput(Scenarios.Varied((ulong)seed) with { Duration = Length })),
        .. Enumerable.Range(101, 8).Select(seed => new SimulatedInput(Scenarios.VariedAttacks((ulong)seed) with { Duration = Length })),
    ];
}
