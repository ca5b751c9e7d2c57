namespace NetThreat.Detection.Scoring;

/// <summary>How scores of learned models become findings.</summary>
public sealed record ScoringOptions
{
    /// <summary>
    /// Findings may rest on the shipped models alone. They were trained on simulated traffic, so that on a real network normal flows look unusual to them: by default
    /// their scores only support what else is found. Models of one's own always report.
    /// </summary>
    public bool ReportShipped { get; init; }

    /// <summary>Joint p-value of the anomaly models at or below which a flow counts as unusual; the smallest that their calibration can give where that is larger.</summary>
    public double MaxPValue { get; init; } = 0.01;

    /// <summary>Unusual flows of one initiator in an episode that make a finding.</summary>
    public int MinUnusualFlows { get; init; } = 20;

    /// <summary>Share of unusual flows among the initiator's scored flows that makes a finding.</summary>
    public double MinUnusualShare { get; init; } = 0.5;

    /// <summary>Probability of an attack class at or above which a flow counts as an attack flow.</summary>
    public double MinAttackProbability { get; init; } = 0.9;

    /// <summary>Attack flows of one class from one initiator in an episode that make a finding.</summary>
    public int MinAttackFlows { get; init; } = 10;

    /// <summary>Share of a class's attack flows among the initiator's scored flows that makes a finding.</summary>
    public double MinAttackShare { get; init; } = 0.5;

    /// <summary>An episode ends when no unusual or attack flow came for this long.</summary>
    public TimeSpan EpisodeGap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An episode is cut after this long.</summary>
    public TimeSpan MaxEpisode { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Hosts or pairs whose last flows are remembered at once for a sequence model, in each partition; the least recently seen leaves.</summary>
    public int MaxSequenceKeys { get; init; } = 4096;

    /// <summary>Initiators with an unusual or attack flow that are remembered at once; the one that ends first leaves, counted.</summary>
    public int MaxInitiators { get; init; } = 50_000;
}
