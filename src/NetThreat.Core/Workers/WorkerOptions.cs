namespace NetThreat.Core.Workers;

/// <summary>How a worker reads and saves.</summary>
public sealed record WorkerOptions
{
    /// <summary>Time between checkpoints of a partition.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages between checkpoints of a partition, whichever comes first.</summary>
    public int CheckpointMessages { get; init; } = 100;

    /// <summary>How long a poll waits for messages.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pause before a store or bus that is away is tried again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
