using NetThreat.Core.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.Flows.Parallel;

/// <summary>A row's place among the rows of all workers: the one it would have with a single worker.</summary>
/// <param name="Sequence">Packets and clock ticks that the meter had seen when the row left it.</param>
internal readonly record struct RowKey(long Sequence, long Release, long Time, long Start, FlowKey Flow)
{
    public static RowKey Of(long sequence, FlowRow row) => new(sequence, row.Release, row.Time.Nanoseconds, row.Start.Nanoseconds, row.Key);

    public bool IsBefore(in RowKey other)
    {
        if (Sequence != other.Sequence) return Sequence < other.Sequence;
        if (Release != other.Release) return Release < other.Release;
        if (Time != other.Time) return Time < other.Time;
        if (Start != other.Start) return Start < other.Start;
        return RowOrder.CompareKeys(Flow, other.Flow) < 0;
    }
}
