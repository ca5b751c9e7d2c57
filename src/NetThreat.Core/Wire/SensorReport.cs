using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary>The content of one message of the <c>sensors</c> topic: what one stream of one sensor says of itself.</summary>
public sealed record SensorReport
{
    public required string Site { get; init; }

    public required StreamId Stream { get; init; }

    /// <summary>The product version that the sensor runs.</summary>
    public required string Version { get; init; }

    /// <summary>The file or interface.</summary>
    public required string Source { get; init; }

    /// <summary>Wall time at which the report was made.</summary>
    public required DateTimeOffset WallTime { get; init; }

    /// <summary>The stream's clock.</summary>
    public required Timestamp EventTime { get; init; }

    /// <summary>Running total of the stream.</summary>
    public long Packets { get; init; }

    /// <summary>Running total of the stream, bytes on the wire.</summary>
    public long Bytes { get; init; }

    /// <summary>Running total of the stream: flows begun.</summary>
    public long Flows { get; init; }

    /// <summary>Running total of the stream: flow records published.</summary>
    public long Records { get; init; }

    /// <summary>Flows in the table now.</summary>
    public long LiveFlows { get; init; }

    /// <summary>The stream has ended.</summary>
    public bool Finished { get; init; }

    /// <summary>What is wrong, for people; empty when all is well.</summary>
    public string Health { get; init; } = "";

    public IReadOnlyList<LedgerRow> Ledger { get; init; } = [];
}
