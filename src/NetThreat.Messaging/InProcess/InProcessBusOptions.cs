using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>The shape and bounds of the in-process bus.</summary>
public sealed record InProcessBusOptions
{
    /// <summary>Partitions of <c>netthreat.flows.v1</c>.</summary>
    public int FlowsPartitions { get; init; } = 4;

    /// <summary>Partitions of <c>netthreat.hosts.v1</c>.</summary>
    public int HostsPartitions { get; init; } = 2;

    /// <summary>
    /// Bytes of one partition that may wait for the slowest group before publishers wait. A message larger than this is accepted by an
    /// empty backlog.
    /// </summary>
    public long CapacityBytes { get; init; } = 32L << 20;

    /// <summary>Bytes that one poll returns at most; one message is returned whatever its size.</summary>
    public long MaxPollBytes { get; init; } = 2L << 20;

    /// <summary>Bytes that wait for one live view before it loses its oldest messages.</summary>
    public long FollowCapacityBytes { get; init; } = 8L << 20;

    /// <summary>Keeps every message, so that a new group reads from the beginning. Memory then grows with the traffic.</summary>
    public bool RetainAll { get; init; }

    /// <summary>Epoch of a partition's first owner; where checkpoints outlive the bus, a number that rises from bus to bus.</summary>
    public long FirstEpoch { get; init; } = 1;

    /// <summary>Partitions of a topic: one for all that have no setting of their own.</summary>
    public int PartitionsOf(string topic) => topic switch
    {
        Topics.Flows => FlowsPartitions,
        Topics.Hosts => HostsPartitions,
        _ => 1,
    };

    /// <summary>Every error of these settings, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (FlowsPartitions is < 1 or > 1024) yield return $"FlowsPartitions is {FlowsPartitions}: set 1 to 1024";
        if (HostsPartitions is < 1 or > 1024) yield return $"HostsPartitions is {HostsPartitions}: set 1 to 1024";
        if (CapacityBytes < 1) yield return $"CapacityBytes is {CapacityBytes}: set at least 1";
        if (MaxPollBytes < 1) yield return $"MaxPollBytes is {MaxPollBytes}: set at least 1";
        if (FollowCapacityBytes < 1) yield return $"FollowCapacityBytes is {FollowCapacityBytes}: set at least 1";
        if (FirstEpoch < 1) yield return $"FirstEpoch is {FirstEpoch}: set at least 1";
    }
}
