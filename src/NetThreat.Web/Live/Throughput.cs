namespace NetThreat.Web.Live;

/// <summary>What passed in one bucket of wall time.</summary>
internal readonly record struct ThroughputPoint(double Packets, double Bytes, double Flows);

/// <summary>
/// The last minutes of work by wall time. A report says totals; what was added since the report before is spread evenly over the time
/// between them, so that the curve does not depend on how reports and buckets meet.
/// </summary>
internal sealed class Throughput
{
    public static readonly TimeSpan Bucket = TimeSpan.FromSeconds(2);
    public const int Buckets = 150;

    /// <summary>A bucket is shown when the reports about its end have had time to come: the curve would dip at its end otherwise.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(1.5);

    private readonly ThroughputPoint[] _ring = new ThroughputPoint[Buckets];
    private long _newest = long.MinValue;

    public void Add(DateTimeOffset from, DateTimeOffset to, double packets, double bytes, double flows)
    {
        var earliest = to - Bucket * (Buckets - 1);
        double span = Math.Max((to - from).TotalSeconds, 0.001);
        if (from < earliest) from = earliest;
        Advance(Index(to));
        for (long i = Index(from); i <= Index(to); i++)
        {
            if (i <= _newest - Buckets) continue;
            double covered = (Min(End(i), to) - Max(Start(i), from)).TotalSeconds;
            double share = to <= from ? (i == Index(to) ? 1 : 0) : Math.Max(covered, 0) / span;
            ref var point = ref _ring[Slot(i)];
            point = new(point.Packets + packets * share, point.Bytes + bytes * share, point.Flows + flows * share);
        }
    }

    /// <summary>Rates per second, oldest first, up to the last settled bucket before <paramref name="now"/>.</summary>
    public ThroughputPoint[] Rates(DateTimeOffset now)
    {
        long last = Index(now - s_settling) - 1;
        var rates = new ThroughputPoint[Buckets - 1];
        for (int k = 0; k < rates.Length; k++)
        {
            long i = last - (rates.Length - 1) + k;
            if (i > _newest || i <= _newest - Buckets) continue;
            var p = _ring[Slot(i)];
            rates[k] = new(p.Packets / Bucket.TotalSeconds, p.Bytes / Bucket.TotalSeconds, p.Flows / Bucket.TotalSeconds);
        }
        return rates;
    }

    private void Advance(long index)
    {
        if (_newest == long.MinValue || index - _newest >= Buckets) Array.Clear(_ring);
        else for (long i = _newest + 1; i <= index; i++) _ring[Slot(i)] = default;
        _newest = Math.Max(_newest, index);
    }

    private static long Index(DateTimeOffset time) => time.UtcTicks / Bucket.Ticks;

    private static int Slot(long index) => (int)(index % Buckets);

    private static DateTimeOffset Start(long index) => new(index * Bucket.Ticks, TimeSpan.Zero);

    private static DateTimeOffset End(long index) => Start(index + 1);

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
