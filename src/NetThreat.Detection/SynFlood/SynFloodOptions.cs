namespace NetThreat.Detection.SynFlood;

/// <summary>Parameters of the SYN flood detector.</summary>
public sealed record SynFloodOptions
{
    /// <summary>Incomplete TCP attempts on one host per second, over an interval of 5 s.</summary>
    public double MinAttemptsPerSecond { get; init; } = 50;

    /// <summary>Share of incomplete among all attempts on the host in the interval.</summary>
    public double MinIncompleteShare { get; init; } = 0.75;

    /// <summary>Share of the incomplete attempts that go to the one most attempted port.</summary>
    public double MinTopPortShare { get; init; } = 0.5;

    /// <summary>Distinct initiators that make a flood of attempts on very many ports.</summary>
    public int MinScatteredInitiators { get; init; } = 100;

    /// <summary>A flood has ended when no interval qualified for this long.</summary>
    public TimeSpan EpisodeGap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hosts under attack that are followed at once.</summary>
    public int MaxVictims { get; init; } = 10_000;
}
