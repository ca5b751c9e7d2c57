using NetThreat.Core.Flows;
using NetThreat.Core.Streams;

namespace NetThreat.Core.Wire;

/// <summary>What the owner of a partition decided about a stream, kept in the partition so that a re-read decides alike.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Reason">For people: <c>silent</c>, <c>lagging</c>.</param>
public readonly record struct StreamControlNote(StreamControl.Types.Kind Kind, string Reason);

/// <summary>The content of one message of the <c>flows</c> topic: records of one stream in order, then what stands after them.</summary>
public sealed record FlowsBatch(
    Vantage Vantage, StreamId Stream, IReadOnlyList<FlowRecord> Records, Watermark? Watermark, StreamControlNote? Control = null)
{
    /// <summary>Flows that have no record of their own.</summary>
    public IReadOnlyList<AggregateRecord> Aggregates { get; init; } = [];
}
