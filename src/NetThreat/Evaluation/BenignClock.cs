using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>
/// Adds up the harmless time of a capture as its packets pass: the time between neighbouring packets, where that is at most
/// <see cref="MaxGap"/>, less what falls into a labelled malicious activity.
/// </summary>
/// <param name="malicious">Start and end of the malicious activities after the capture's first packet.</param>
internal sealed class BenignClock(IEnumerable<(TimeSpan Start, TimeSpan End)> malicious)
{
    public static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(300);
    private readonly List<(TimeSpan Start, TimeSpan End)> _malicious = Union(malicious);
    private TimeSpan _last;
    private TimeSpan _benign;

    /// <summary>Time of the first packet; null before it.</summary>
    public Timestamp? First { get; private set; }

    public long Packets { get; private set; }

    public double Hours => _benign.TotalHours;

    /// <summary>Counts a packet. One that is older than an earlier one adds no time.</summary>
    public void Packet(Timestamp time)
    {
        Packets++;
        First ??= time;
        var now = time - First.Value;
        if (now <= _last) return;
        if (now - _last <= MaxGap) _benign += now - _last - _malicious.Aggregate(TimeSpan.Zero, (sum, m) => sum + Common(m.Start, m.End, _last, now));
        _last = now;
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
