using NetThreat.Core.Bus;
using NetThreat.Core.Findings;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;

namespace NetThreat.Detection.Hosts;

/// <summary>
/// Second phase: merges the partial summaries of all <c>flows</c> partitions once each has ended the interval, and gives the whole to the
/// host detectors.
/// </summary>
internal sealed class HostsProcessor : IPartitionProcessor
{
    private readonly IHostDetector[] _detectors;
    private readonly FindingsOutlet _outlet;
    private readonly LedgerEntry _ledger;
    private readonly Promises _progress = new();
    private readonly SortedDictionary<(Timestamp Interval, SiteHost Host), SortedDictionary<uint, ResponderSummary>> _pending = [];
    private readonly Dictionary<string, HostPartial?> _unsaved = [];
    private readonly List<Finding> _findings = [];
    private readonly int _sources;
    private Timestamp _merged = Timestamp.MinValue;

    public HostsProcessor(int partition, PartitionLayout layout, DetectionOptions options)
    {
        _sources = layout.Flows;
        _detectors = [new SynFlood.SynFloodDetector(options.SynFlood)];
        _outlet = new FindingsOutlet($"{Topics.Hosts}/{partition}", layout.Flows + layout.Hosts, layout.Findings);
        _ledger = new LedgerEntry("merge", "partials", $"{Topics.Hosts}/{partition}");
    }

    public void Process(in BusMessage message, StepOutput output)
    {
        if (HostsWire.TryParse(message.Payload, out string? error) is not { } hosts)
        {
            DeadLetters.Add(message, error!, output.Publications);
            return;
        }
        foreach (var partial in hosts.Hosts) Take(hosts.SourcePartition, partial);
        _progress.Take($"{Topics.Flows}/{hosts.SourcePartition}", new Timestamp(hosts.ProgressNs));
        Merge(output);
    }

    public void CaughtUp(StepOutput output) => _ledger.Report(Held, output.Ledger);

    public long ReplayFrom(long position) => position;

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var d in _detectors) d.TakeChanges(entries);
        foreach (var (key, partial) in _unsaved) entries.Add(new(key, partial is null ? null : Google.Protobuf.MessageExtensions.ToByteArray(partial)));
        _unsaved.Clear();
        _ledger.TakeChanges(entries);
        entries.Add(new("progress", StateCodec.Save(w =>
        {
            StateCodec.Write(w, _merged);
            _progress.Save(w);
        })));
    }

    public void Restore(Checkpoint checkpoint)
    {
        foreach (var (key, value) in checkpoint.Entries)
        {
            if (value is null || _ledger.TryRestore(key, value)) continue;
            int slash = key.IndexOf('/', StringComparison.Ordinal);
            if (key == "progress") RestoreProgress(value);
            else if (key.StartsWith("pending/", StringComparison.Ordinal)) RestorePending(key, value);
            else _detectors.FirstOrDefault(d => d.Name == key[..slash])?.Restore(key[(slash + 1)..], value);
        }
    }

    private long Held => _pending.Values.Sum(p => (long)p.Count);

    private static string PendingKey(uint source, Timestamp interval, SiteHost host) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pending/{source}/{interval.Nanoseconds}/{host}");

    /// <summary>Keeps a partial until its interval is merged; one of the same source, interval and host replaces it.</summary>
    private void Take(uint source, HostPartial partial)
    {
        if (!HostsWire.TryRead(partial, out var host, out var interval, out var summary))
        {
            _ledger.Totals.In();
            _ledger.Totals.Drop("undecodable");
            return;
        }
        if (interval < _merged)
        {
            // Sent again after a crash, or late: the interval is closed.
            _ledger.Totals.In();
            _ledger.Totals.Drop("closed_interval");
            return;
        }
        if (!_pending.TryGetValue((interval, host), out var bySource)) _pending[(interval, host)] = bySource = [];
        if (!bySource.ContainsKey(source)) _ledger.Totals.In();
        bySource[source] = summary;
        _unsaved[PendingKey(source, interval, host)] = partial;
    }

    private void Merge(StepOutput output)
    {
        if (_progress.OfAll(_sources) is not { } time) return;
        while (_pending.Count > 0)
        {
            var ((interval, host), bySource) = _pending.First();
            if (interval + Grid.Interval > time) break;
            foreach (var d in _detectors) d.Expire(interval, _findings);
            var whole = new ResponderSummary();
            foreach (var part in bySource.Values) whole.Merge(part);
            foreach (var d in _detectors) d.OnInterval(host, interval, whole, _findings);
            _ledger.Totals.Out(bySource.Count);
            foreach (uint source in bySource.Keys) _unsaved[PendingKey(source, interval, host)] = null;
            _pending.Remove((interval, host));
            _merged = Timestamp.Max(_merged, interval + Grid.Interval);
        }
        foreach (var d in _detectors) d.Expire(time, _findings);
        if (time != Timestamp.MaxValue) _merged = Timestamp.Max(_merged, time);
        _outlet.Publish(_findings, time, output.Publications);
        DetectionMetrics.Findings.Add(_findings.Count);
        _findings.Clear();
        _ledger.Advance(time, Held, time == Timestamp.MaxValue, output.Ledger);
    }

    private void RestoreProgress(byte[] value) => StateCodec.Load(value, r =>
    {
        _merged = StateCodec.ReadTime(r);
        _progress.Load(r);
    });

    private void RestorePending(string key, byte[] value)
    {
        uint source = uint.Parse(key.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
        if (!HostsWire.TryRead(HostPartial.Parser.ParseFrom(value), out var host, out var interval, out var summary)) throw new InvalidDataException("partial in checkpoint");
        if (!_pending.TryGetValue((interval, host), out var bySource)) _pending[(interval, host)] = bySource = [];
        bySource[source] = summary;
    }
}
