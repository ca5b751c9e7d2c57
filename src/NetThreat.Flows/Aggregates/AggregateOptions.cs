namespace NetThreat.Flows.Aggregates;

/// <summary>When one-packet flows leave as aggregate records.</summary>
public sealed record AggregateOptions
{
    /// <summary>One-packet flows of one host, as initiator or as responder, that have records of their own in each second of event time; 0 gives every flow one.</summary>
    public int MaxSinglesPerSecond { get; init; } = 1000;

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate() =>
        MaxSinglesPerSecond is < 0 or > 100_000_000 ? [$"{nameof(MaxSinglesPerSecond)} must be 0 to 100000000, is {MaxSinglesPerSecond}"] : [];
}
