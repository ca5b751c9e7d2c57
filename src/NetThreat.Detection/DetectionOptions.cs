using NetThreat.Core.Workers;

namespace NetThreat.Detection;

/// <summary>Parameters of detection and correlation.</summary>
public sealed record DetectionOptions
{
    public PortScan.PortScanOptions PortScan { get; init; } = new();

    public SynFlood.SynFloodOptions SynFlood { get; init; } = new();

    public Scoring.ScoringOptions Scoring { get; init; } = new();

    public Correlation.CorrelationOptions Correlation { get; init; } = new();

    public Flows.StreamLimits Streams { get; init; } = new();

    public WorkerOptions Worker { get; init; } = new();
}
