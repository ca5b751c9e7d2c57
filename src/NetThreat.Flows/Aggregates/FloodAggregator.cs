using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Records;

namespace NetThreat.Flows.Aggregates;

/// <summary>
/// Between the meter and the topic: beyond a rate per initiator or per victim, one-packet flows become aggregate records. It sees records in
/// the order in which they leave the meter, and decides by that order alone, so that the same packets give the same records. Not thread-safe.
/// </summary>
/// <param name="options">Checked: see <see cref="AggregateOptions.Validate"/>.</param>
/// <param name="firstSegment">The meter's: when a one-packet flow has its first record.</param>
/// <param name="vantage">Becomes part of every id.</param>
/// <param name="records">Takes the records that stay.</param>
/// <param name="aggregates">Takes aggregates, in order of event time with the records.</param>
public sealed class FloodAggregator(
    AggregateOptions options, TimeSpan firstSegment, Vantage vantage, Action<FlowRecord> records, Action<AggregateRecord> aggregates)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HostCounts _initiators = new(), _responders = new();
    private readonly Cutoffs _cutoffs = new();
    private readonly SortedDictionary<(Address Host, bool Responder, byte Protocol, string History), OpenAggregate> _open =
        new(Comparer<(Address Host, bool Responder, byte Protocol, string History)>.Create(Compare));
    private Timestamp _second = Timestamp.MinValue;
    private bool _counted;

    /// <summary>Flow records that were left out.</summary>
    public long AggregatedRecords { get; private set; }

    /// <summary>Flows that have no record of their own.</summary>
    public long AggregatedFlows { get; private set; }

    public void Add(FlowRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!Absorb(new Single(record))) records(record);
    }

    /// <summary>The same of a row: one that is aggregated never becomes a record.</summary>
    public void Add(FlowRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!Absorb(new Single(row))) records(row.Record);
    }

    /// <summary>No record before this time follows, but for late ones: what is summed up till then leaves.</summary>
    public void Advance(Timestamp time)
    {
        bool begun = _second != Timestamp.MinValue;
        if (time == Timestamp.MinValue || (begun && time < _second + Interval && time != Timestamp.MaxValue)) return;
        if (begun) Flush();
        if (time == Timestamp.MaxValue) return;
        _second = time.Floor(Interval);
        if (!_counted) return;
        _initiators.Clear();
        _responders.Clear();
        _counted = false;
    }

    /// <summary>The last moment of the second under way is the time of its aggregates.</summary>
    private void Flush()
    {
        var time = new Timestamp(_second.Nanoseconds + Interval.Ticks * 100 - 1);
        foreach (var open in _open.Values) aggregates(open.ToRecord(vantage, _second, time));
        _open.Clear();
    }

    private bool Absorb(in Single record)
    {
        if (options.MaxSinglesPerSecond == 0) return false;
        Advance(record.Time);
        bool absorbed = record.IsFirst && record.Time >= _second ? Aggregate(in record) : record.IsLast && WasAggregated(in record);
        if (absorbed) AggregatedRecords++;
        return absorbed;
    }

    private bool Aggregate(in Single record)
    {
        _counted = true;
        var key = record.Key;
        bool responder = _responders.Add(key.Responder) > options.MaxSinglesPerSecond;
        if (_initiators.Add(key.Originator) <= options.MaxSinglesPerSecond && !responder) return false;
        var host = responder ? key.Responder : key.Originator;
        _cutoffs.Begin(_second, host, responder, new ReleasePlace(record.Time, record.Start, key));
        var kind = (host, responder, key.Protocol, record.History);
        if (!_open.TryGetValue(kind, out var open)) _open[kind] = open = new OpenAggregate(host, responder, key.Protocol, record.History);
        open.Add(in record);
        AggregatedFlows++;
        return true;
    }

    /// <summary>The end of a flow whose only packet was aggregated says nothing more.</summary>
    private bool WasAggregated(in Single last)
    {
        var first = last.Start + firstSegment;
        return _cutoffs.Cover(first.Floor(Interval), new ReleasePlace(first, last.Start, last.Key));
    }

    private static int Compare((Address Host, bool Responder, byte Protocol, string History) a, (Address Host, bool Responder, byte Protocol, string History) b)
    {
        int c = a.Host.CompareTo(b.Host);
        if (c == 0) c = a.Responder.CompareTo(b.Responder);
        if (c == 0) c = a.Protocol.CompareTo(b.Protocol);
        return c != 0 ? c : string.CompareOrdinal(a.History, b.History);
    }
}
