using System.Text.Json;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>Ledger rows in SQLite.</summary>
internal sealed class SqliteLedgerStore(WriteQueue writes, ReadPool reads) : ILedgerStore
{
    private const int MaxLimit = 100_000;

    public async ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        await writes.RunAsync(d =>
        {
            foreach (var r in rows) Write(d, r);
            return true;
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation)
    {
        var conditions = new Conditions()
            .And("stage = ?", query.Stage)
            .And("stream = ?", query.Stream)
            .And("minute >= ?", query.From?.Nanoseconds)
            .And("minute < ?", query.To?.Nanoseconds);
        return await reads.RunAsync(d => Read(d, conditions, Math.Clamp(query.Limit, 1, MaxLimit)), cancellation);
    }

    private static void Write(Database database, LedgerRow r) => database.Prepare("""
        insert into ledger values(?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict(stage, stream, minute) do update set unit=excluded.unit, "in"=excluded."in", "out"=excluded."out", held=excluded.held, dropped=excluded.dropped,
            revision=excluded.revision
        where excluded.revision > revision
        """)
        .Bind(1, r.Stage).Bind(2, r.Stream).Bind(3, r.Minute.Nanoseconds).Bind(4, r.Unit).Bind(5, r.In).Bind(6, r.Out).Bind(7, r.Held)
        .Bind(8, JsonSerializer.Serialize(r.Dropped)).Bind(9, r.Revision).Run();

    private static List<LedgerRow> Read(Database database, Conditions conditions, int limit)
    {
        var s = database.Prepare($"""
            select stage, stream, minute, unit, "in", "out", held, dropped, revision from ledger{conditions.Where}
            order by minute desc, stage, stream limit ?
            """);
        var rows = new List<LedgerRow>();
        try
        {
            conditions.Bind(s, limit);
            while (s.Step()) rows.Add(Row(s));
        }
        finally
        {
            s.Reset();
        }
        return rows;
    }

    private static LedgerRow Row(Statement s) => new(
        s.Text(0)!, s.Text(3)!, s.Text(1)!, new(s.Long(2)), s.Long(4), s.Long(5), s.Long(6), JsonSerializer.Deserialize<List<LedgerLoss>>(s.Text(7)!)!, s.Long(8));
}
