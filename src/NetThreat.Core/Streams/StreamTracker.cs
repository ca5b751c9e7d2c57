using NetThreat.Core.Time;

namespace NetThreat.Core.Streams;

/// <summary>
/// A partition's time: the minimum over the watermarks of its active streams, never falling. A stream that is set aside does not hold
/// the time back until its watermark has caught up. When the last active stream has finished, the partition is drained: everything
/// received is applied, and the time rests at the last promise, so that a later stream may follow on.
/// </summary>
public sealed class StreamTracker
{
    private readonly SortedDictionary<string, Entry> _streams = new(StringComparer.Ordinal);

    /// <summary>Every record of an event time before this has been received, those counted as late excepted.</summary>
    public Timestamp Time { get; private set; } = Timestamp.MinValue;

    /// <summary>True when streams were seen and none is active.</summary>
    public bool Drained => _seen && _streams.Values.All(s => s.Finished);

    private bool _seen;

    /// <summary>Takes a stream's watermark, or its first sign of life without one.</summary>
    public void Observe(StreamId stream, Watermark? watermark)
    {
        string key = stream.ToString();
        if (!_streams.TryGetValue(key, out var e))
        {
            Prune();
            e = _streams[key] = new Entry(Timestamp.MinValue, false, false, false);
            _seen = true;
        }
        if (watermark is { } w)
        {
            // A finished stream promises for ever; what it leaves behind is how far it had come.
            var time = w.Time == Timestamp.MaxValue ? e.Time : Timestamp.Max(e.Time, w.Time);
            _streams[key] = new Entry(time, w.Live, w.Finished, e.SetAside && time < Time);
        }
        Recompute();
    }

    /// <summary>Applies a control record: the stream no longer holds the time back.</summary>
    public void SetAside(StreamId stream)
    {
        string key = stream.ToString();
        if (!_streams.TryGetValue(key, out var e)) return;
        _streams[key] = e with { SetAside = true };
        Recompute();
    }

    /// <summary>Active live streams whose watermark is more than <paramref name="lag"/> behind the most advanced one.</summary>
    public IEnumerable<StreamId> Lagging(TimeSpan lag)
    {
        var newest = _streams.Values.Where(e => e.Live && !e.Finished && !e.SetAside).Select(e => e.Time).DefaultIfEmpty(Timestamp.MinValue).Max();
        return Active().Where(a => a.Entry.Live && a.Entry.Time + lag < newest).Select(a => Parse(a.Key));
    }

    /// <summary>Active live streams, for the owner to watch for silence.</summary>
    public IEnumerable<StreamId> ActiveLive() => Active().Where(a => a.Entry.Live).Select(a => Parse(a.Key));

    /// <summary>The state as lines "sensor/run time flags", for a checkpoint.</summary>
    public string Save() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Time.Nanoseconds}\n")
        + string.Concat(_streams.Select(s => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{s.Value.Time.Nanoseconds} {(s.Value.Live ? 1 : 0)} {(s.Value.Finished ? 1 : 0)} {(s.Value.SetAside ? 1 : 0)} {s.Key}\n")));

    public void Restore(string saved)
    {
        var lines = saved.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Time = new(long.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var line in lines.Skip(1))
        {
            var f = line.Split(' ', 5);
            _streams[f[4]] = new Entry(new(long.Parse(f[0], System.Globalization.CultureInfo.InvariantCulture)), f[1] == "1", f[2] == "1", f[3] == "1");
            _seen = true;
        }
    }

    private IEnumerable<(string Key, Entry Entry)> Active() =>
        _streams.Where(s => !s.Value.Finished && !s.Value.SetAside).Select(s => (s.Key, s.Value));

    private void Recompute()
    {
        bool any = false;
        var min = Timestamp.MaxValue;
        foreach (var s in _streams.Values)
        {
            if (s.Finished || s.SetAside) continue;
            any = true;
            min = Timestamp.Min(min, s.Time);
        }
        if (!any) min = _streams.Values.Where(s => s.Finished).Select(s => s.Time).DefaultIfEmpty(Timestamp.MinValue).Max();
        Time = Timestamp.Max(Time, min);
    }

    /// <summary>Finished streams need no entry once enough others followed; the newest finished one keeps the resting time.</summary>
    private void Prune()
    {
        if (_streams.Count < MaxStreams) return;
        foreach (string k in _streams.Where(s => s.Value.Finished).OrderBy(s => s.Value.Time).Select(s => s.Key).Take(_streams.Count / 2).ToArray()) _streams.Remove(k);
    }

    private const int MaxStreams = 1024;

    private static StreamId Parse(string key)
    {
        int slash = key.LastIndexOf('/');
        return new(key[..slash], key[(slash + 1)..]);
    }

    private readonly record struct Entry(Timestamp Time, bool Live, bool Finished, bool SetAside);
}
