using NetThreat.Core.Ledger;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Records;

/// <summary>
/// Holds finished records of one event time until the clock has passed it, so that they leave ordered by (time, start, key) whatever the
/// order in which they were found.
/// </summary>
internal sealed class ReleaseQueue(Action<FlowRow> sink, FlowRowPool rows, StageLedger ledger)
{
    /// <summary>Beyond this many records of one instant memory matters more than the order among them.</summary>
    private const int MaxWaiting = 8192;

    private readonly List<FlowRow> _waiting = [];
    private Timestamp _latest = Timestamp.MinValue;
    private Timestamp _newest = Timestamp.MinValue;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>No record that was in order leaves later with an earlier time.</summary>
    public Timestamp Watermark { get; private set; } = Timestamp.MinValue;

    /// <summary>Records that left behind the watermark or a later record: their packets came out of order.</summary>
    public long Late { get; private set; }

    public long Released { get; private set; }

    /// <summary>Packets in records that have left.</summary>
    public long ReleasedPackets { get; private set; }

    public void Add(FlowRow record)
    {
        if (record.Time > _latest || _waiting.Count >= MaxWaiting) Flush();
        if (_waiting.Count == 0 || record.Time > _latest) _latest = record.Time;
        _waiting.Add(record);
    }

    /// <summary>Everything before the clock has been found.</summary>
    public void Pass(Timestamp clock)
    {
        if (_waiting.Count > 0 && _latest < clock) Flush();
        Watermark = clock;
    }

    private void Flush()
    {
        if (_waiting.Count > 1) _waiting.Sort(RowOrder.Compare);
        foreach (var record in _waiting)
        {
            if (record.Time < Watermark || record.Time < _newest) Late++;
            else _newest = record.Time;
            Released++;
            ReleasedPackets += record.Delta.Packets;
            ledger.Out(record.Delta.Packets);
            sink(record);
            rows.Return(record);
        }

        _waiting.Clear();
    }
}
