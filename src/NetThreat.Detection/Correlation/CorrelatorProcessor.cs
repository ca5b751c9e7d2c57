using NetThreat.Core.Bus;
using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;

namespace NetThreat.Detection.Correlation;

/// <summary>
/// Applies findings in order of (event time, id, revision) behind the watermark of all their sources, so that the same findings always
/// open the same incidents.
/// </summary>
internal sealed class CorrelatorProcessor(int partition, int incidentsPartitions, CorrelationOptions options) : IPartitionProcessor
{
    private readonly EventTimeBuffer<Finding, (Id128, int)> _buffer = new();
    private readonly Promises _promises = new();
    private readonly KnownFindings _known = new(options.MaxKnownFindings);
    private readonly OpenIncidents _open = new(options);
    private readonly LedgerEntry _ledger = new("correlate", "findings", $"{Topics.Findings}/{partition}");
    private readonly SortedDictionary<Id128, Incident> _changed = [];
    private int _sources = int.MaxValue;
    private Timestamp _time = Timestamp.MinValue;
    private long _restoredPosition;

    public void Process(in BusMessage message, StepOutput output)
    {
        if (!FindingsCodec.TryDecode(message.Payload, out var batch, out string? error))
        {
            DeadLetters.Add(message, error!, output.Publications);
            return;
        }
        bool replay = message.Offset < _restoredPosition;
        foreach (var f in batch!.Findings) Take(f, message.Offset, replay);
        if (replay) return;
        if (batch.Watermark is { } w) Promise(w);
        Advance(output);
    }

    public void CaughtUp(StepOutput output) => _ledger.Report(_buffer.Count, output.Ledger);

    public long ReplayFrom(long position) => _buffer.EarliestOffset(position);

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        _known.TakeChanges(entries);
        _open.TakeChanges(entries);
        _ledger.TakeChanges(entries);
        entries.Add(new("promises", StateCodec.Save(w =>
        {
            w.Write(_sources);
            StateCodec.Write(w, _time);
            _promises.Save(w);
        })));
    }

    public void Restore(Checkpoint checkpoint)
    {
        _restoredPosition = checkpoint.Position;
        foreach (var (key, value) in checkpoint.Entries)
        {
            if (value is null || _ledger.TryRestore(key, value) || _known.TryRestore(key, value) || _open.TryRestore(key, value)) continue;
            StateCodec.Load(value, r =>
            {
                _sources = r.ReadInt32();
                _time = StateCodec.ReadTime(r);
                _promises.Load(r);
            });
        }
    }

    private void Take(Finding finding, long offset, bool replay)
    {
        if (!replay) _ledger.Totals.In();
        if (_known.Has(finding.Id, finding.Revision))
        {
            if (!replay) _ledger.Totals.Drop("repeated");
            return;
        }
        _buffer.Add(finding, finding.Time, (finding.Id, finding.Revision), offset);
    }

    private void Promise(FindingsWatermark watermark)
    {
        _sources = watermark.Sources;
        _promises.Take(watermark.Source, watermark.Time);
    }

    private void Advance(StepOutput output)
    {
        if (_promises.OfAll(_sources) is not { } limit) return;
        while (_buffer.TryTake(limit, out var finding, out _))
        {
            // The same revision may wait twice when it was published again after a crash.
            if (_known.Has(finding.Id, finding.Revision))
            {
                _ledger.Totals.Drop("repeated");
                continue;
            }
            bool known = _known.Put(finding.Id, finding.Revision, finding.Time);
            var incident = _open.Apply(finding, known);
            _changed[incident.Id] = incident;
            _ledger.Totals.Out();
            _time = finding.Time;
        }
        Publish(output);
        _ledger.Advance(limit == Timestamp.MaxValue ? _time : limit, _buffer.Count, limit == Timestamp.MaxValue, output.Ledger);
    }

    private void Publish(StepOutput output)
    {
        if (_changed.Count == 0) return;
        var incidents = _changed.Values.ToList();
        output.Incidents.AddRange(incidents);
        foreach (var site in incidents.GroupBy(i => i.Site))
            output.Publications.Add(new(Topics.Incidents, Partitioning.OfName(site.Key, incidentsPartitions), IncidentsCodec.Encode([.. site])));
        DetectionMetrics.Incidents.Add(incidents.Count);
        _changed.Clear();
    }
}
