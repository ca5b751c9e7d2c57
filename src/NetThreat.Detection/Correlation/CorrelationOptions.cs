namespace NetThreat.Detection.Correlation;

/// <summary>How findings become incidents.</summary>
public sealed record CorrelationOptions
{
    /// <summary>A finding joins the incident of its key entity when it begins at most this long after the incident's last activity.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Incidents that can still grow, at once; the one with the oldest activity no longer grows, counted.</summary>
    public int MaxOpen { get; init; } = 10_000;

    /// <summary>Findings remembered, so that a repeated revision is known as such.</summary>
    public int MaxKnownFindings { get; init; } = 65_536;
}
