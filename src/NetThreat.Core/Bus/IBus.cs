namespace NetThreat.Core.Bus;

/// <summary>The topics by their versioned names.</summary>
public static class Topics
{
    public const string Flows = "netthreat.flows.v1";
    public const string Hosts = "netthreat.hosts.v1";
    public const string Findings = "netthreat.findings.v1";
    public const string Incidents = "netthreat.incidents.v1";
    public const string Sensors = "netthreat.sensors.v1";
    public const string DeadLetter = "netthreat.dead-letter.v1";

    public static IReadOnlyList<string> All { get; } = [Flows, Hosts, Findings, Incidents, Sensors, DeadLetter];
}

/// <summary>One message as a consumer sees it.</summary>
public readonly record struct BusMessage(string Topic, int Partition, long Offset, ReadOnlyMemory<byte> Payload);

/// <summary>A message to publish.</summary>
public readonly record struct Publication(string Topic, int Partition, ReadOnlyMemory<byte> Payload);

/// <summary>A partition that this consumer now owns.</summary>
/// <param name="Epoch">Rises with every change of owner of the partition; a checkpoint of an older epoch is refused.</param>
public readonly record struct PartitionAssignment(int Partition, long Epoch);

/// <summary>What one poll brought: first the revocations, then the assignments, then messages in order per partition.</summary>
public sealed record PollResult(IReadOnlyList<int> Revoked, IReadOnlyList<PartitionAssignment> Assigned, IReadOnlyList<BusMessage> Messages)
{
    public static PollResult Empty { get; } = new([], [], []);
}

/// <summary>
/// Topics of partitions of ordered messages, with consumer groups that share the partitions: Kafka's semantics, whichever the implementation.
/// </summary>
public interface IBus : IAsyncDisposable
{
    /// <summary>False where a killed process loses what was not consumed.</summary>
    bool IsDurable { get; }

    /// <exception cref="ArgumentException">No such topic.</exception>
    int PartitionCount(string topic);

    /// <summary>Appends in the order given and returns when all are acknowledged. Waits while a partition is full (back-pressure).</summary>
    ValueTask PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellation);

    /// <summary>Joins a group. Groups own their positions; a group starts at the beginning unless it committed before.</summary>
    IBusConsumer Join(string topic, string group, string member);

    /// <summary>Reads all partitions from their present end without a group, as a live view does.</summary>
    IBusConsumer Follow(string topic);
}

/// <summary>One member of a group. Not thread-safe.</summary>
public interface IBusConsumer : IAsyncDisposable
{
    /// <summary>
    /// The next messages of the owned partitions and changes of ownership; empty after <paramref name="wait"/> without either.
    /// A partition assigned in this poll delivers its first message in a later one, so that the owner can <see cref="Seek"/>.
    /// </summary>
    ValueTask<PollResult> PollAsync(TimeSpan wait, CancellationToken cancellation);

    /// <summary>Sets the next offset to read of an owned partition.</summary>
    /// <exception cref="InvalidOperationException">The partition is not owned, or the offset is no longer kept.</exception>
    void Seek(int partition, long offset);

    /// <summary>Records that everything before the offset is done with; the bus may forget it.</summary>
    ValueTask CommitAsync(int partition, long offset, CancellationToken cancellation);

    /// <summary>The committed offset of an owned partition; 0 when none.</summary>
    long Committed(int partition);

    /// <summary>The offset the next published message will get.</summary>
    long EndOffset(int partition);
}
