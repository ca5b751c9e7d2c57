using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;

namespace NetThreat.Testing.Stores;

/// <summary>Ledger rows in memory, newest minute first.</summary>
public sealed class MemoryLedger : ILedgerStore
{
    private readonly Dictionary<(string, string, Timestamp), LedgerRow> _rows = [];
    private readonly Lock _gate = new();

    public ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var row in rows)
                if (!_rows.TryGetValue((row.Stage, row.Stream, row.Minute), out var old) || old.Revision < row.Revision) _rows[(row.Stage, row.Stream, row.Minute)] = row;
        }
        return default;
    }

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new([.. _rows.Values
                .Where(r => (query.Stage is null || r.Stage == query.Stage) && (query.Stream is null || r.Stream == query.Stream)
                    && (query.From is null || r.Minute >= query.From) && (query.To is null || r.Minute < query.To))
                .OrderByDescending(r => r.Minute.Nanoseconds).ThenBy(r => r.Stage, StringComparer.Ordinal).Take(query.Limit)]);
        }
    }
}
