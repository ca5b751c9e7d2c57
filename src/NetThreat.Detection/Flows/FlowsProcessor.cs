using NetThreat.Core.Bus;
using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;
using NetThreat.Detection.Hosts;
using NetThreat.Detection.Scoring;

namespace NetThreat.Detection.Flows;

/// <summary>
/// The detector's work on one <c>flows</c> partition: stores every record, holds records until the partition's time has passed them,
/// and gives them to the detectors in order of event time with the grid's interval ends between them.
/// </summary>
internal sealed class FlowsProcessor : IPartitionProcessor
{
    private readonly IFlowDetector[] _detectors;
    private readonly ModelDetector? _models;
    private readonly HostAccumulator _hosts;
    private readonly FindingsOutlet _outlet;
    private readonly SilenceWatch _silence;
    private readonly LedgerEntry _ledger;
    private readonly StreamTracker _tracker = new();
    private readonly EventTimeBuffer<(string Site, FlowRecord? Record, AggregateRecord? Aggregate), (Id128, int)> _buffer = new();
    private readonly List<Finding> _findings = [];
    private Timestamp? _openInterval;
    private Timestamp _newest = Timestamp.MinValue;
    private long _restoredPosition;

    public FlowsProcessor(int partition, PartitionLayout layout, DetectionOptions options, ActiveModels models, TimeProvider time)
    {
        _models = models.Models.Count == 0 ? null : new ModelDetector(options.Scoring, models);
        _detectors = [new PortScan.PortScanDetector(options.PortScan), .. _models is null ? Array.Empty<IFlowDetector>() : [_models]];
        _hosts = new HostAccumulator(partition, layout.Flows, layout.Hosts);
        _outlet = new FindingsOutlet($"{Topics.Flows}/{partition}", layout.Flows + layout.Hosts, layout.Findings);
        _silence = new SilenceWatch(partition, options.Streams, time);
        _ledger = new LedgerEntry("detect", "records", $"{Topics.Flows}/{partition}");
    }

    public void Process(in BusMessage message, StepOutput output)
    {
        if (!FlowsCodec.TryDecode(message.Payload, out var batch, out string? error))
        {
            DeadLetters.Add(message, error!, output.Publications);
            return;
        }
        if (message.Offset < _restoredPosition)
        {
            foreach (var r in batch!.Records)
                if (r.Time >= _tracker.Time) Hold(batch, r, message.Offset);
            foreach (var a in batch.Aggregates)
                if (a.Time >= _tracker.Time) Hold(batch, a, message.Offset);
            return;
        }
        _silence.Heard(batch!);
        _tracker.Observe(batch!.Stream, null);
        foreach (var r in batch.Records) Take(batch, r, message.Offset, output);
        foreach (var a in batch.Aggregates) Take(batch, a, message.Offset);
        DetectionMetrics.Records.Add(batch.Records.Count + batch.Aggregates.Count);
        if (batch.Control is { Kind: StreamControl.Types.Kind.SetAside }) _tracker.SetAside(batch.Stream);
        if (batch.Watermark is { } w) _tracker.Observe(batch.Stream, w);
        Advance(output);
    }

    public void CaughtUp(StepOutput output)
    {
        _silence.Look(_tracker, output.Publications);
        _ledger.Report(_buffer.Count, output.Ledger);
    }

    public long ReplayFrom(long position) => _buffer.EarliestOffset(position);

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var d in _detectors) d.TakeChanges(entries);
        _hosts.TakeChanges(entries);
        _ledger.TakeChanges(entries);
        entries.Add(new("streams", System.Text.Encoding.UTF8.GetBytes(_tracker.Save())));
        entries.Add(new("clock", StateCodec.Save(w =>
        {
            StateCodec.Write(w, _openInterval ?? Timestamp.MinValue);
            StateCodec.Write(w, _newest);
        })));
    }

    public void Restore(Checkpoint checkpoint)
    {
        _restoredPosition = checkpoint.Position;
        foreach (var (key, value) in checkpoint.Entries)
        {
            if (value is null || _hosts.TryRestore(key, value) || _ledger.TryRestore(key, value)) continue;
            if (key == "streams") _tracker.Restore(System.Text.Encoding.UTF8.GetString(value));
            else if (key == "clock") RestoreClock(value);
            else RestoreDetector(key, value);
        }
    }

    private void RestoreClock(byte[] value) => StateCodec.Load(value, r =>
    {
        var open = StateCodec.ReadTime(r);
        _openInterval = open == Timestamp.MinValue ? null : open;
        _newest = StateCodec.ReadTime(r);
    });

    private void RestoreDetector(string key, byte[] value)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        // An entry of a detector that this release no longer has is left behind with its findings.
        _detectors.FirstOrDefault(d => slash > 0 && d.Name == key[..slash])?.Restore(key[(slash + 1)..], value);
    }

    /// <summary>Stores a record and holds it, unless the partition's time has passed it: then it is late and reopens nothing.</summary>
    private void Take(FlowsBatch batch, FlowRecord record, long offset, StepOutput output)
    {
        _ledger.Totals.In();
        output.Flows.Add(new(batch.Vantage, batch.Stream, record));
        if (IsInTime(record.Time)) Hold(batch, record, offset);
    }

    /// <summary>Holds an aggregate as <see cref="Take(FlowsBatch, FlowRecord, long, StepOutput)"/> does a record; it is no flow to store.</summary>
    private void Take(FlowsBatch batch, AggregateRecord aggregate, long offset)
    {
        _ledger.Totals.In();
        if (IsInTime(aggregate.Time)) Hold(batch, aggregate, offset);
    }

    private bool IsInTime(Timestamp time)
    {
        _newest = Timestamp.Max(_newest, time);
        if (time >= _tracker.Time) return true;
        _ledger.Totals.Drop("late");
        DetectionMetrics.Late.Add(1);
        return false;
    }

    private void Hold(FlowsBatch batch, FlowRecord record, long offset) =>
        _buffer.Add((batch.Vantage.Site, record, null), record.Time, (record.Id, record.Segment), offset);

    private void Hold(FlowsBatch batch, AggregateRecord aggregate, long offset) =>
        _buffer.Add((batch.Vantage.Site, null, aggregate), aggregate.Time, (aggregate.Id, 0), offset);

    private void Advance(StepOutput output)
    {
        bool drained = _tracker.Drained;
        var limit = drained ? Timestamp.MaxValue : _tracker.Time;
        while (_buffer.TryTake(limit, out var held, out var time))
        {
            CloseUpTo(time, output);
            _openInterval ??= Grid.Start(time);
            if (held.Record is { } record) Apply(held.Site, record);
            if (held.Aggregate is { } aggregate) Apply(held.Site, aggregate);
            _ledger.Totals.Out();
        }
        CloseUpTo(limit, output);
        _hosts.Advance(_tracker.Time, drained, output.Publications);
        _outlet.Publish(_findings, drained ? Timestamp.MaxValue : Grid.Start(_tracker.Time), output.Publications);
        DetectionMetrics.Findings.Add(_findings.Count);
        _findings.Clear();
        _ledger.Advance(drained ? _newest : _tracker.Time, _buffer.Count, drained, output.Ledger);
    }

    private void Apply(string site, FlowRecord record)
    {
        foreach (var d in _detectors) d.OnRecord(site, record);
        _hosts.OnRecord(site, record);
    }

    private void Apply(string site, AggregateRecord aggregate)
    {
        foreach (var d in _detectors) d.OnAggregate(site, aggregate);
        _hosts.OnAggregate(site, aggregate);
    }

    private void CloseUpTo(Timestamp time, StepOutput output)
    {
        if (_openInterval is { } start && start + Grid.Interval <= time)
        {
            var end = start + Grid.Interval;
            int found = _findings.Count;
            foreach (var d in _detectors) d.CloseInterval(end, _findings);
            Support(found);
            _hosts.CloseInterval(end, output.Publications);
            _openInterval = null;
        }
        int ended = _findings.Count;
        foreach (var d in _detectors)
        {
            // Before the models forget what is due as well.
            if (d == _models) Support(ended);
            d.Expire(time, _findings);
        }
    }

    /// <summary>Adds what the models say to the findings from this place on.</summary>
    private void Support(int from)
    {
        if (_models is null) return;
        for (int i = from; i < _findings.Count; i++) _findings[i] = _models.Support(_findings[i]);
    }
}
