using NetThreat.Core.Ledger;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Records;

/// <summary>
/// Holds finished records until the clock has passed their event time, so that they leave ordered by (time, start, key) whatever the
/// order in which they were found.
/// </summary>
internal sealed class ReleaseQueue(Action<FlowRow> sink, FlowRowPool rows, StageLedger ledger)
{
    /// <summary>Beyond this many records at once memory matters more than the order among them.</summary>
    private const int MaxWaiting = 8192;

    private readonly List<FlowRow> _waiting = [];
    private long _earliest = long.MaxValue;
    private Timestamp _newest = Timestamp.MinValue;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>No record that was in order leaves later with an earlier time.</summary>
    public Timestamp Watermark { get; private set; } = Timestamp.MinValue;

    /// <summary>Records that left behind the watermark or a later record: their packets came out of order.</summary>
    public long Late { get; private set; }

    public long Released { get; private set; }

    /// <summary>Packets in records that have left.</summary>
    public long ReleasedPackets { get; private set; }

    /// <summary>A record found in order of time: those that wait for an earlier time leave.</summary>
    public void AddInOrder(FlowRow record)
    {
        if (_earliest < record.Release) Flush(record.Release);
        Add(record);
    }

    /// <summary>A record found before others of its time or an earlier one may be.</summary>
    public void Add(FlowRow record)
    {
        if (_waiting.Count >= MaxWaiting) Flush(long.MaxValue);
        if (record.Release < _earliest) _earliest = record.Release;
        _waiting.Add(record);
    }

    /// <summary>Everything before the clock has been found.</summary>
    public void Pass(Timestamp clock)
    {
        if (_earliest < clock.Nanoseconds) Flush(clock.Nanoseconds);
        Watermark = clock;
    }

    /// <summary>Lets go of the records before the limit.</summary>
    private void Flush(long limit)
    {
        if (_waiting.Count > 1) _waiting.Sort(RowOrder.Compare);
        int n = 0;
        while (n < _waiting.Count && (_waiting[n].Release < limit || limit == long.MaxValue)) Leave(_waiting[n++]);
        _waiting.RemoveRange(0, n);
        _earliest = _waiting.Count > 0 ? _waiting[0].Release : long.MaxValue;
    }

    private void Leave(FlowRow record)
    {
        if (record.Time < Watermark || record.Time < _newest) Late++;
        else _newest = record.Time;
        Released++;
        ReleasedPackets += record.Delta.Packets;
        ledger.Out(record.Delta.Packets);
        sink(record);
        rows.Return(record);
    }
}
