using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;

namespace NetThreat.Web.Live;

/// <summary>The latest word of one stream of a sensor, with its newest ledger row per stage.</summary>
/// <param name="Received">Wall time of this process.</param>
internal sealed record SensorStatus(SensorReport Report, DateTimeOffset Received, IReadOnlyList<LedgerRow> Stages);

/// <summary>Rates of everything together over the last seconds.</summary>
/// <param name="LossRatio">Lost by <see cref="LossRule"/> to taken in, of the stages that count packets; null when nothing came in.</param>
internal sealed record LiveFigures(double PacketsPerSecond, double FlowsPerSecond, double BitsPerSecond, double? LossRatio, long LostPackets, bool Active);

/// <summary>What the sensors say, as it comes; thread-safe. Streams beyond the limit push out the one not heard of for longest.</summary>
internal sealed class SensorBoard(TimeProvider time)
{
    private const int MaxStreams = 200;
    private const int MaxStagesPerStream = 32;
    private const int MaxLosses = 10_000;
    private static readonly TimeSpan s_recent = TimeSpan.FromSeconds(10);

    private readonly Dictionary<StreamId, SensorStatus> _streams = [];
    private readonly Queue<(DateTimeOffset At, long In, long Dropped)> _losses = new();
    private readonly Throughput _throughput = new();
    private readonly Lock _gate = new();
    private long _version;

    public long Version => Interlocked.Read(ref _version);

    public void Apply(SensorReport report)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var before = _streams.GetValueOrDefault(report.Stream);
            var stages = Merge(before?.Stages ?? [], report.Ledger);
            Account(before, report, now);
            AccountLoss(before?.Stages ?? [], stages, now);
            if (before is null && _streams.Count >= MaxStreams) _streams.Remove(_streams.MinBy(s => s.Value.Received).Key);
            _streams[report.Stream] = new(report, now, stages);
        }
        Interlocked.Increment(ref _version);
    }

    /// <summary>Every stream: running ones first, then the last heard of first.</summary>
    public IReadOnlyList<SensorStatus> Read()
    {
        lock (_gate) return [.. _streams.Values.OrderBy(s => s.Report.Finished).ThenByDescending(s => s.Received).ThenBy(s => s.Report.Stream.ToString(), StringComparer.Ordinal)];
    }

    public ThroughputPoint[] Rates()
    {
        lock (_gate) return _throughput.Rates(time.GetUtcNow());
    }

    public LiveFigures Figures()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var recent = _throughput.Rates(now)[^3..];
            ForgetOldLosses(now);
            long taken = _losses.Sum(l => l.In), dropped = _losses.Sum(l => l.Dropped);
            return new(
                recent.Average(p => p.Packets), recent.Average(p => p.Flows), recent.Average(p => p.Bytes) * 8,
                taken > 0 ? (double)dropped / taken : null, dropped, _streams.Values.Any(s => !s.Report.Finished && now - s.Received < s_recent));
        }
    }

    private void Account(SensorStatus? before, SensorReport report, DateTimeOffset now)
    {
        // The first word of a stream may speak of hours: only what follows it has a rate, unless it is a stream that just began.
        bool began = before is null && report.Finished;
        if (before is null && !began) return;
        var last = before?.Report;
        _throughput.Add(
            before?.Received ?? now, now, Math.Max(0, report.Packets - (last?.Packets ?? 0)), Math.Max(0, report.Bytes - (last?.Bytes ?? 0)), Math.Max(0, report.Flows - (last?.Flows ?? 0)));
    }

    private void ForgetOldLosses(DateTimeOffset now)
    {
        while (_losses.TryPeek(out var loss) && (loss.At < now - s_recent || _losses.Count > MaxLosses)) _losses.Dequeue();
    }

    private void AccountLoss(IReadOnlyList<LedgerRow> before, IReadOnlyList<LedgerRow> after, DateTimeOffset now)
    {
        ForgetOldLosses(now);
        foreach (var row in after)
        {
            if (row.Unit != "packets") continue;
            var old = before.FirstOrDefault(r => r.Stage == row.Stage && r.Stream == row.Stream);
            if (old is null || ReferenceEquals(old, row)) continue;
            _losses.Enqueue((now, Math.Max(0, row.In - old.In), Math.Max(0, LossRule.LostOf(row) - LossRule.LostOf(old))));
        }
    }

    private static List<LedgerRow> Merge(IReadOnlyList<LedgerRow> old, IReadOnlyList<LedgerRow> added)
    {
        var rows = old.ToDictionary(r => (r.Stage, r.Stream));
        foreach (var row in added)
        {
            bool known = rows.TryGetValue((row.Stage, row.Stream), out var present);
            bool newer = !known || row.Minute > present!.Minute || (row.Minute == present.Minute && row.Revision > present.Revision);
            if (newer && (known || rows.Count < MaxStagesPerStream)) rows[(row.Stage, row.Stream)] = row;
        }
        return [.. old.Select(r => rows[(r.Stage, r.Stream)]), .. rows.Values.Where(r => !old.Any(o => o.Stage == r.Stage && o.Stream == r.Stream))];
    }
}
