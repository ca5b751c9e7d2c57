using NetThreat.Core.Time;

namespace NetThreat.Core.Ledger;

/// <summary>
/// One stage's account of one stream: running totals that its worker counts and snapshots by minute. Single-threaded: it belongs to
/// the stage's worker.
/// </summary>
public sealed class StageLedger(string stage, string unit, string stream)
{
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);

    public string Stage => stage;

    public string Stream => stream;

    public long TotalIn { get; private set; }

    public long TotalOut { get; private set; }

    public long TotalDropped { get; private set; }

    public IReadOnlyDictionary<string, long> DroppedByReason => _dropped;

    public void In(long count = 1) => TotalIn += count;

    public void Out(long count = 1) => TotalOut += count;

    public void Drop(string reason, long count = 1)
    {
        if (count == 0) return;
        _dropped[reason] = _dropped.GetValueOrDefault(reason) + count;
        TotalDropped += count;
    }

    /// <summary>
    /// The row as of now, for the minute that contains <paramref name="time"/>. Its revision is the sum of the totals: work that is repeated
    /// after a crash gives the same row the same revision.
    /// </summary>
    /// <param name="held">What the stage holds, counted where it is held.</param>
    public LedgerRow Snapshot(Timestamp time, long held) => new(
        stage, unit, stream, time.Floor(TimeSpan.FromMinutes(1)), TotalIn, TotalOut, held,
        [.. _dropped.Select(d => new LedgerLoss(d.Key, d.Value))], TotalIn + TotalOut + TotalDropped);

    /// <summary>Takes up the totals of a saved row.</summary>
    public void Restore(LedgerRow row)
    {
        TotalIn = row.In;
        TotalOut = row.Out;
        TotalDropped = row.DroppedTotal;
        _dropped.Clear();
        foreach (var d in row.Dropped) _dropped[d.Reason] = d.Count;
    }
}
