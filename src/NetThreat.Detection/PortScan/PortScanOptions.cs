namespace NetThreat.Detection.PortScan;

/// <summary>Parameters of the scan detectors.</summary>
public sealed record PortScanOptions
{
    /// <summary>Distinct unanswered or rejected TCP ports on one target that make a vertical scan.</summary>
    public int MinTcpPorts { get; init; } = 25;

    /// <summary>The same for UDP, where silence is common.</summary>
    public int MinUdpPorts { get; init; } = 60;

    /// <summary>Distinct targets on one TCP port that make a horizontal scan.</summary>
    public int MinTcpTargets { get; init; } = 30;

    /// <summary>The same for UDP.</summary>
    public int MinUdpTargets { get; init; } = 100;

    /// <summary>Distinct targets of ICMP echo requests that make a sweep.</summary>
    public int MinEchoTargets { get; init; } = 10;

    /// <summary>Share of failed among all tried that a vertical or horizontal scan has at least.</summary>
    public double MinFailedShare { get; init; } = 0.5;

    /// <summary>Share of unanswered among the targets of a sweep.</summary>
    public double MinEchoFailedShare { get; init; } = 0.2;

    /// <summary>An episode ends when nothing new was tried in vain for this long.</summary>
    public TimeSpan EpisodeGap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An episode is cut after this long; a scan that goes on begins a new one.</summary>
    public TimeSpan MaxEpisode { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Initiators with a failed attempt that are remembered at once; the one that ends first leaves, counted.</summary>
    public int MaxInitiators { get; init; } = 100_000;

    /// <summary>Targets remembered exactly per initiator.</summary>
    public int MaxTargets { get; init; } = 512;

    /// <summary>Ports remembered per initiator for horizontal scans.</summary>
    public int MaxPorts { get; init; } = 256;
}
