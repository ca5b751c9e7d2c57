using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Records;

/// <summary>
/// Holds finished records of one event time until the clock has passed it, so that they leave ordered by (time, start, id) whatever the
/// order in which they were found.
/// </summary>
internal sealed class ReleaseQueue(Action<FlowRecord> sink, StageLedger ledger)
{
    /// <summary>Beyond this many records of one instant memory matters more than the order among them.</summary>
    private const int MaxWaiting = 8192;

    private static readonly Comparison<FlowRecord> Order = (a, b) =>
    {
        int c = a.Time.CompareTo(b.Time);
        if (c == 0) c = a.Start.CompareTo(b.Start);
        return c != 0 ? c : a.Id.CompareTo(b.Id);
    };

    private readonly List<FlowRecord> _waiting = [];
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

    public void Add(FlowRecord record)
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
        if (_waiting.Count > 1) _waiting.Sort(Order);
        foreach (var record in _waiting)
        {
            if (record.Time < Watermark || record.Time < _newest) Late++;
            else _newest = record.Time;
            Released++;
            ReleasedPackets += record.Delta.Packets;
            ledger.Out(record.Delta.Packets);
            sink(record);
        }

        _waiting.Clear();
    }
}
