using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;

namespace NetThreat.Testing.Stores;

/// <summary>Ledger rows in a dictionary.</summary>
public sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Dictionary<(string Stage, string Stream, Timestamp Minute), LedgerRow> _rows = [];

    public ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation)
    {
        lock (_rows)
            foreach (var r in rows)
                if (!_rows.TryGetValue((r.Stage, r.Stream, r.Minute), out var old) || r.Revision > old.Revision) _rows[(r.Stage, r.Stream, r.Minute)] = r;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation)
    {
        lock (_rows)
            return ValueTask.FromResult<IReadOnlyList<LedgerRow>>([.. _rows.Values
                .Where(r => (query.Stage is null || r.Stage == query.Stage) && (query.Stream is null || r.Stream == query.Stream)
                    && (query.From is null || r.Minute >= query.From) && (query.To is null || r.Minute < query.To))
                .OrderByDescending(r => r.Minute.Nanoseconds).ThenBy(r => r.Stage, StringComparer.Ordinal).ThenBy(r => r.Stream, StringComparer.Ordinal)
                .Take(query.Limit)]);
    }
}
