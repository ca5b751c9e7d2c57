using NetThreat.Core.Findings;
using NetThreat.Core.Time;
using NetThreat.Detection.Catalogue;
using NetThreat.Detection.Hosts;

namespace NetThreat.Detection.SynFlood;

/// <summary>SYN floods on one host from any number of sources, over merged host summaries.</summary>
internal sealed class SynFloodDetector : IHostDetector
{
    public static readonly DetectorInfo Info = new("syn-flood", "SYN flood", ["T1499.001"],
        "TCP attempts on one host that the initiators never complete, summed over all sensors and partitions in intervals of 5 s.",
        "MinAttemptsPerSecond incomplete attempts, at least MinIncompleteShare of all attempts, and either MinTopPortShare of them on one port or MinScatteredInitiators distinct initiators.",
        "One source that tries many ports (a scan). Floods below the rate, floods of complete connections.");

    private readonly SynFloodOptions _options;
    private readonly Dictionary<SiteHost, FloodEpisode> _victims = [];
    private readonly HashSet<SiteHost> _unsaved = [];
    private readonly ExpiryQueue<SiteHost> _expiry;

    public SynFloodDetector(SynFloodOptions options)
    {
        _options = options;
        _expiry = new(DueOf);
    }

    public string Name => Info.Name;

    /// <summary>Victims that left early because of <see cref="SynFloodOptions.MaxVictims"/>.</summary>
    public long Evicted { get; private set; }

    public void OnInterval(SiteHost host, Timestamp interval, ResponderSummary summary, List<Finding> findings)
    {
        if (!Qualifies(summary)) return;
        if (!_victims.TryGetValue(host, out var episode))
        {
            if (_victims.Count >= _options.MaxVictims && _expiry.TryTakeFirst(out var first))
            {
                Remove(first);
                Evicted++;
                DetectionMetrics.Evicted.Add(1, new KeyValuePair<string, object?>("detector", Name));
            }
            _victims[host] = episode = new FloodEpisode(interval);
            _expiry.Add(host, interval + Grid.Interval + _options.EpisodeGap);
        }
        episode.Add(interval, summary);
        _unsaved.Add(host);
        if (episode.Report.Next(episode.Total.Incomplete, false)) findings.Add(episode.ToFinding(host, interval + Grid.Interval, _options));
    }

    public void Expire(Timestamp now, List<Finding> findings)
    {
        while (_expiry.TryTake(now, out var host, out var due))
        {
            var episode = _victims[host];
            if (episode.Report.Next(episode.Total.Incomplete, true)) findings.Add(episode.ToFinding(host, due, _options));
            Remove(host);
        }
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var host in _unsaved)
            entries.Add(new($"{Name}/{host}", _victims.TryGetValue(host, out var e) ? e.Save() : null));
        _unsaved.Clear();
    }

    public void Restore(string key, byte[] saved)
    {
        var host = SiteHost.Parse(key);
        _victims[host] = FloodEpisode.Load(saved);
        _expiry.Add(host, DueOf(host)!.Value);
    }

    private bool Qualifies(ResponderSummary s)
    {
        if (s.Incomplete < _options.MinAttemptsPerSecond * Grid.Interval.TotalSeconds) return false;
        if (s.Incomplete < _options.MinIncompleteShare * (s.Incomplete + s.Completed)) return false;
        return s.PortsOverflow
            ? s.Initiators.Count >= _options.MinScatteredInitiators
            : s.Ports.Values.Max() >= _options.MinTopPortShare * s.Incomplete || s.Initiators.Count >= _options.MinScatteredInitiators;
    }

    private Timestamp? DueOf(SiteHost host) => _victims.TryGetValue(host, out var e) ? e.LastInterval + Grid.Interval + _options.EpisodeGap : null;

    private void Remove(SiteHost host)
    {
        _victims.Remove(host);
        _unsaved.Add(host);
    }
}
