namespace NetThreat.Detection.Flows;

/// <summary>When a live stream no longer holds a partition's time back.</summary>
public sealed record StreamLimits
{
    /// <summary>No message for this long while the partition has nothing else to read.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>This far behind the most advanced live stream.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(30);
}
