namespace NetThreat.Benchmarks.Peers;

/// <summary>One program on one input: the cheapest of its runs, or why there is none.</summary>
internal sealed record PeerResult(string Input, string Program, ChildCost? Cost, string? Reason);

/// <summary>A ratio that is to be reached.</summary>
/// <param name="Of">The product's variant.</param>
/// <param name="Beside">What it is measured against.</param>
/// <param name="Most">The largest ratio that meets the goal.</param>
/// <param name="Wall">Of wall seconds; of processor seconds otherwise.</param>
internal sealed record PeerGoal(string Input, string Of, string Beside, double Most, bool Wall = false)
{
    public static IReadOnlyList<PeerGoal> All { get; } =
    [
        new("mix", PeerProgram.Basic, PeerProgram.NfPcapd, 0.5),
        new("worst", PeerProgram.Basic, PeerProgram.NfPcapd, 0.18),
        new("mix", PeerProgram.Full, PeerProgram.NdpiReader, 0.45),
        new("worst", PeerProgram.Full, PeerProgram.NdpiReader, 0.06),
        new("worst", PeerProgram.Two, PeerProgram.Basic, 1 / 1.5, Wall: true),
        new("worst", PeerProgram.Two, PeerProgram.Basic, 1.25),
    ];

    /// <returns>NaN when one of the two is missing.</returns>
    public double Ratio(IReadOnlyList<PeerResult> results) => Seconds(results, Of) / Seconds(results, Beside);

    private double Seconds(IReadOnlyList<PeerResult> results, string program) =>
        results.FirstOrDefault(r => r.Input == Input && r.Program == program)?.Cost is { } cost ? Wall ? cost.WallSeconds : cost.CpuSeconds : double.NaN;
}
