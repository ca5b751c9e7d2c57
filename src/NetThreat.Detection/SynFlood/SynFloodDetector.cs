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
    private readonly HostEpisodes<FloodEpisode> _victims;

    public SynFloodDetector(SynFloodOptions options)
    {
        _options = options;
        _victims = new(Name, options.MaxVictims, e => e.LastInterval + Grid.Interval + options.EpisodeGap, FloodEpisode.Load);
    }

    public string Name => Info.Name;

    /// <summary>Victims that left early because of <see cref="SynFloodOptions.MaxVictims"/>.</summary>
    public long Evicted => _victims.Evicted;

    public void OnInterval(SiteHost host, Timestamp interval, ResponderSummary summary, List<Finding> findings)
    {
        if (!Qualifies(summary)) return;
        if (_victims.Find(host) is not { } episode) _victims.Add(host, episode = new FloodEpisode(interval));
        episode.Add(interval, summary);
        _victims.Unsaved(host);
        if (episode.Report.Next(episode.Total.Incomplete, false)) findings.Add(episode.ToFinding(host, interval + Grid.Interval, _options));
    }

    public void Expire(Timestamp now, List<Finding> findings)
    {
        while (_victims.TryTakeDue(now, out var host, out var episode, out var due))
            if (episode.Report.Next(episode.Total.Incomplete, true)) findings.Add(episode.ToFinding(host, due, _options));
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries) => _victims.TakeChanges(entries);

    public void Restore(string key, byte[] saved) => _victims.Restore(key, saved);

    private bool Qualifies(ResponderSummary s)
    {
        if (s.Incomplete < _options.MinAttemptsPerSecond * Grid.Interval.TotalSeconds) return false;
        if (s.Incomplete < _options.MinIncompleteShare * (s.Incomplete + s.Completed)) return false;
        return s.PortsOverflow
            ? s.Initiators.Count >= _options.MinScatteredInitiators
            : s.Ports.Values.Max() >= _options.MinTopPortShare * s.Incomplete || s.Initiators.Count >= _options.MinScatteredInitiators;
    }
}
