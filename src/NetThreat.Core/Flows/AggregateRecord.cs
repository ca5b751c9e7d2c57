using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;
using NetThreat.Core.Time;

namespace NetThreat.Core.Flows;

/// <summary>
/// One-packet flows of one host within a second, beyond the rate up to which each has a record of its own: exact in flows, packets and
/// bytes, with a sketch of the other sides. Such flows have no other record, unless a later packet followed.
/// </summary>
public sealed record AggregateRecord
{
    /// <summary>Keys of the sample at most.</summary>
    public const int MaxSample = 32;

    /// <summary>Ports that are counted one by one at most.</summary>
    public const int MaxPorts = 128;

    /// <summary>hash128(site, observation point, host, side, protocol, history, interval).</summary>
    public required Id128 Id { get; init; }

    /// <summary>The side that is one.</summary>
    public required Address Host { get; init; }

    /// <summary>The host is what the flows went to; else they came from it.</summary>
    public required bool HostIsResponder { get; init; }

    public required byte Protocol { get; init; }

    /// <summary>The one history that all have (<c>S</c> for unanswered connection attempts); empty for protocols without.</summary>
    public required string History { get; init; }

    /// <summary>Capture time of the first packet.</summary>
    public required Timestamp Start { get; init; }

    /// <summary>Capture time of the last packet.</summary>
    public required Timestamp End { get; init; }

    /// <summary>Event time: the last moment of the interval, so that it stands behind every record of it.</summary>
    public required Timestamp Time { get; init; }

    public required long Flows { get; init; }

    public required long Packets { get; init; }

    /// <summary>IP bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What was odd about any of the packets.</summary>
    public Anomaly Anomalies { get; init; }

    /// <summary>Hashes (<see cref="KeyHash.Of(Address)"/>) of the other sides' addresses.</summary>
    public required DistinctSketch Peers { get; init; }

    /// <summary>Flows by responder port; null where there are more than <see cref="MaxPorts"/>.</summary>
    public required IReadOnlyDictionary<ushort, long>? Ports { get; init; }

    /// <summary>One key of each of the other sides with the smallest hashes (bottom-k): a function of the set alone.</summary>
    public required IReadOnlyList<FlowKey> Sample { get; init; }
}
