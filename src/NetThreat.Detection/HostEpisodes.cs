using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>What a detector remembers of one host until it is due.</summary>
internal interface IEpisode
{
    byte[] Save();
}

/// <summary>
/// A detector's keyed state: an episode for each host, at most a number at once (the one that is due first leaves, counted), found again
/// when it is due, saved when it changed.
/// </summary>
/// <param name="detector">Prefix of the checkpoint entries, and the label of the evictions counted.</param>
/// <param name="dueOf">When an episode ends if nothing more comes.</param>
/// <param name="load">Reads what <see cref="IEpisode.Save"/> wrote.</param>
internal sealed class HostEpisodes<TEpisode>(string detector, int max, Func<TEpisode, Timestamp> dueOf, Func<byte[], TEpisode> load)
    where TEpisode : class, IEpisode
{
    private readonly Dictionary<SiteHost, TEpisode> _episodes = [];
    private readonly HashSet<SiteHost> _changed = [];
    private readonly HashSet<SiteHost> _unsaved = [];
    private ExpiryQueue<SiteHost>? _expiry;

    /// <summary>Episodes that left early because there were too many.</summary>
    public long Evicted { get; private set; }

    private ExpiryQueue<SiteHost> Expiry => _expiry ??= new(key => _episodes.TryGetValue(key, out var e) ? dueOf(e) : null);

    public TEpisode? Find(SiteHost host) => _episodes.GetValueOrDefault(host);

    public void Add(SiteHost host, TEpisode episode)
    {
        if (_episodes.Count >= max) EvictOne();
        _episodes[host] = episode;
        Expiry.Add(host, dueOf(episode));
    }

    /// <summary>The host's episode changed: it is saved with the next checkpoint and weighed at the interval's end.</summary>
    public void Changed(SiteHost host)
    {
        _changed.Add(host);
        _unsaved.Add(host);
    }

    /// <summary>Changed and not weighed: only to be saved.</summary>
    public void Unsaved(SiteHost host) => _unsaved.Add(host);

    /// <summary>Takes the hosts whose episodes changed since the last call, in order.</summary>
    public IEnumerable<KeyValuePair<SiteHost, TEpisode>> TakeChanged()
    {
        if (_changed.Count == 0) return [];
        var changed = _changed.Order().Where(_episodes.ContainsKey).Select(h => KeyValuePair.Create(h, _episodes[h])).ToList();
        _changed.Clear();
        return changed;
    }

    /// <summary>Takes an episode that is due at or before <paramref name="now"/> and forgets it.</summary>
    public bool TryTakeDue(Timestamp now, out SiteHost host, out TEpisode episode, out Timestamp due)
    {
        bool taken = Expiry.TryTake(now, out host, out due);
        episode = taken ? _episodes[host] : null!;
        if (taken) Remove(host);
        return taken;
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var host in _unsaved)
            entries.Add(new($"{detector}/{host}", _episodes.TryGetValue(host, out var e) ? e.Save() : null));
        _unsaved.Clear();
    }

    /// <param name="key">The entry's key without the detector.</param>
    public void Restore(string key, byte[] saved)
    {
        var host = SiteHost.Parse(key);
        var episode = load(saved);
        _episodes[host] = episode;
        Expiry.Add(host, dueOf(episode));
        _changed.Add(host);
    }

    private void EvictOne()
    {
        if (!Expiry.TryTakeFirst(out var host)) return;
        Remove(host);
        Evicted++;
        DetectionMetrics.Evicted.Add(1, new KeyValuePair<string, object?>("detector", detector));
    }

    private void Remove(SiteHost host)
    {
        _episodes.Remove(host);
        _changed.Remove(host);
        _unsaved.Add(host);
    }
}
