using NetThreat.Core.Identity;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;

namespace NetThreat.Storage.Sqlite;

/// <summary>Flows in SQLite.</summary>
internal sealed class SqliteFlowStore(WriteQueue writes, ReadPool reads, FlowTable table, string folder) : IFlowWriter, IFlowReader
{
    private const int MaxLimit = 10_000;
    private const string Columns = "select f.start, f.id, s.site, s.point, s.sensor, s.run, b.payload";

    public async ValueTask WriteAsync(IReadOnlyList<StoredFlow> flows, CancellationToken cancellation)
    {
        if (flows.Count > 0) await writes.RunAsync(d => table.Write(d, flows), cancellation);
    }

    public async ValueTask<Page<StoredFlow>> QueryAsync(FlowQuery query, CancellationToken cancellation)
    {
        string text = (query with { Cursor = null, Limit = 0 }).ToString();
        var cursor = PageCursor.Read(query.Cursor, text);
        int limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var rows = await reads.RunAsync(d => Query(d, query, cursor, limit + 1), cancellation);
        bool more = rows.Count > limit;
        if (more) rows.RemoveRange(limit, rows.Count - limit);
        return new(rows, more ? new PageCursor(rows[^1].Record.Start.Nanoseconds, rows[^1].Record.Id).Write(text) : null);
    }

    public async ValueTask<IReadOnlyList<StoredFlow>> GetAsync(IReadOnlyList<Id128> ids, CancellationToken cancellation) =>
        await reads.RunAsync(d => ids.Distinct().SelectMany(id => Read(d, Joined("flows f indexed by flows_id"), new Conditions().And("f.id = ?", id), 1)).ToList(), cancellation);

    public async ValueTask<long> CountAsync(CancellationToken cancellation) =>
        await reads.RunAsync(d => d.Scalar("select value from counters where name='flows'"), cancellation);

    /// <summary>A host is originator or responder: two walks down two indexes, merged.</summary>
    private List<StoredFlow> Query(Database database, FlowQuery q, PageCursor cursor, int limit)
    {
        if (q.Host is not { } host)
            return Read(database, Joined("flows f"), Common(new(), q, cursor).And("(f.originator = ? or f.responder = ?)", q.Peer, q.Peer), limit);
        var asOriginator = Common(new Conditions().And("f.originator = ?", host), q, cursor).And("f.responder = ?", q.Peer);
        var asResponder = Common(new Conditions().And("f.responder = ?", host), q, cursor).And("f.originator = ?", q.Peer);
        return [.. Read(database, Joined("flows f indexed by flows_originator"), asOriginator, limit)
            .Concat(Read(database, Joined("flows f indexed by flows_responder"), asResponder, limit))
            .DistinctBy(f => f.Record.Id)
            .OrderByDescending(f => f.Record.Start.Nanoseconds).ThenByDescending(f => f.Record.Id)
            .Take(limit)];
    }

    private static string Joined(string flows) => $"{Columns} from {flows} cross join sources s on s.source = f.source cross join flow_bodies b on b.body = f.body";

    private static Conditions Common(Conditions conditions, FlowQuery q, PageCursor cursor) => conditions
        .And("(f.start, f.id) < (?, ?)", cursor.Time, cursor.Id)
        .And("f.start >= ?", q.From?.Nanoseconds)
        .And("f.start < ?", q.To?.Nanoseconds)
        .And("f.port = ?", (long?)q.ResponderPort)
        .And("f.protocol = ?", (long?)q.Protocol)
        .And("f.service = ?", q.Service)
        .And("s.site = ?", q.Site);

    private List<StoredFlow> Read(Database database, string from, Conditions conditions, int limit)
    {
        var s = database.Prepare($"{from}{conditions.Where} order by f.start desc, f.id desc limit ?");
        var rows = new List<StoredFlow>();
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

    private StoredFlow Row(Statement s)
    {
        if (!FlowsCodec.TryDecode(s.Blob(6), out var batch, out string? error) || batch!.Records.Count != 1)
            throw new StoreException($"the database in '{folder}' is damaged ({error}): move it away or restore a copy", false);
        return new(new Vantage(s.Text(2)!, s.Text(3)!), new StreamId(s.Text(4)!, s.Text(5)!), batch.Records[0]);
    }
}
