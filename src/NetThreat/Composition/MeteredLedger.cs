using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Composition;

/// <summary>A ledger store whose newest rows are also exported as metrics.</summary>
internal sealed class MeteredLedger : ILedgerStore, IDisposable
{
    /// <summary>Streams that are exported at once; a process that reads very many files drops the metrics of the first.</summary>
    private const int MaxStreams = 1000;

    private readonly ILedgerStore _inner;
    private readonly Meter _meter = new("NetThreat.Ledger");
    private readonly ConcurrentDictionary<(string Stage, string Stream), LedgerRow> _newest = new();
    private readonly ConcurrentQueue<(string Stage, string Stream)> _order = new();

    public MeteredLedger(ILedgerStore inner)
    {
        _inner = inner;
        _meter.CreateObservableCounter("netthreat.ledger.in", () => Rows(r => r.In), "{unit}", "What a stage took in, in the unit of the label.");
        _meter.CreateObservableCounter("netthreat.ledger.out", () => Rows(r => r.Out), "{unit}", "What a stage handed on.");
        _meter.CreateObservableGauge("netthreat.ledger.held", () => Rows(r => r.Held), "{unit}", "What a stage holds at the moment.");
        _meter.CreateObservableGauge("netthreat.ledger.unaccounted", () => Rows(r => r.Unaccounted), "{unit}", "In less out, dropped and held; anything but 0 is a fault.");
        _meter.CreateObservableCounter("netthreat.ledger.dropped", Dropped, "{unit}", "What a stage did not hand on, by reason.");
    }

    public async ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation)
    {
        foreach (var row in rows) Remember(row);
        await _inner.WriteAsync(rows, cancellation);
    }

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation) => _inner.QueryAsync(query, cancellation);

    public void Dispose() => _meter.Dispose();

    private void Remember(LedgerRow row)
    {
        var key = (row.Stage, row.Stream);
        if (_newest.TryAdd(key, row))
        {
            _order.Enqueue(key);
            if (_newest.Count > MaxStreams && _order.TryDequeue(out var oldest)) _newest.TryRemove(oldest, out _);
            return;
        }
        _newest.AddOrUpdate(key, row, (_, old) => row.Revision >= old.Revision ? row : old);
    }

    private IEnumerable<Measurement<long>> Rows(Func<LedgerRow, long> value) => _newest.Values.Select(r => new Measurement<long>(value(r), Labels(r)));

    private IEnumerable<Measurement<long>> Dropped() =>
        from row in _newest.Values
        from loss in row.Dropped
        select new Measurement<long>(loss.Count, [.. Labels(row), new("reason", loss.Reason)]);

    private static KeyValuePair<string, object?>[] Labels(LedgerRow row) => [new("stage", row.Stage), new("stream", row.Stream), new("unit", row.Unit)];
}
