using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>
/// Adds up the harmless time of a capture as its packets pass: the time between packets that are neighbours in time, where that is at most
/// <see cref="MaxGap"/>, less what falls into a labelled malicious activity.
/// </summary>
/// <param name="malicious">Start and end of the malicious activities after the capture's first packet.</param>
internal sealed class BenignClock(IEnumerable<(TimeSpan Start, TimeSpan End)> malicious)
{
    public static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(300);
    private readonly List<(TimeSpan Start, TimeSpan End)> _malicious = Union(malicious);

    /// <summary>Watched time: ascending, further than <see cref="MaxGap"/> apart, so at most one per 300 s of capture time.</summary>
    private readonly List<(TimeSpan Start, TimeSpan End)> _watched = [];

    /// <summary>Time of the first packet; null before it.</summary>
    public Timestamp? First { get; private set; }

    public long Packets { get; private set; }

    public double Hours => _watched.Sum(w => (w.End - w.Start - _malicious.Aggregate(TimeSpan.Zero, (sum, m) => sum + Common(m.Start, m.End, w.Start, w.End))).TotalHours);

    /// <summary>Counts a packet; the order of the packets does not matter, except that the first is where time counts from.</summary>
    public void Packet(Timestamp time)
    {
        Packets++;
        First ??= time;
        var now = time - First.Value;
        int at = _watched.Count;
        while (at > 0 && _watched[at - 1].Start > now) at--;
        if (at > 0 && now - _watched[at - 1].End <= MaxGap) Extend(--at, now);
        else _watched.Insert(at, (now, now));
        if (at + 1 < _watched.Count && _watched[at + 1].Start - _watched[at].End <= MaxGap) Join(at);
    }

    private void Extend(int at, TimeSpan now)
    {
        if (now > _watched[at].End) _watched[at] = (_watched[at].Start, now);
    }

    private void Join(int at)
    {
        _watched[at] = (_watched[at].Start, _watched[at + 1].End);
        _watched.RemoveAt(at + 1);
    }

    private static TimeSpan Common(TimeSpan aStart, TimeSpan aEnd, TimeSpan bStart, TimeSpan bEnd)
    {
        var start = aStart > bStart ? aStart : bStart;
        var end = aEnd < bEnd ? aEnd : bEnd;
        return end > start ? end - start : TimeSpan.Zero;
    }

    private static List<(TimeSpan Start, TimeSpan End)> Union(IEnumerable<(TimeSpan Start, TimeSpan End)> intervals)
    {
        List<(TimeSpan Start, TimeSpan End)> union = [];
        foreach (var next in intervals.OrderBy(i => i.Start))
        {
            if (union.Count == 0 || next.Start > union[^1].End) union.Add(next);
            else if (next.End > union[^1].End) union[^1] = (union[^1].Start, next.End);
        }

        return union;
    }
}
