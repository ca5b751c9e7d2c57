using System.Buffers;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;

namespace NetThreat.Storage.Sqlite;

/// <summary>Flows in SQLite.</summary>
internal sealed class SqliteFlowStore(WriteQueue writes, ReadPool reads, FlowTable table, string folder) : IFlowWriter, IFlowReader
{
    private const int MaxLimit = 10_000;
    private const string Columns = "select f.start, f.id, s.site, s.point, s.sensor, s.run, f.facts, b.payload";

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

    public async ValueTask<IReadOnlyList<StoredFlow>> GetAsync(IReadOnlyList<Id128> ids, CancellationToken cancellation)
    {
        var wanted = ids.ToHashSet();
        return wanted.Count == 0 ? [] : await reads.RunAsync(d => d.Snapshot(() => Get(d, wanted)), cancellation);
    }

    public async ValueTask<long> CountAsync(CancellationToken cancellation) =>
        await reads.RunAsync(d => d.Scalar("select value from counters where name='flows'"), cancellation);

    private List<StoredFlow> Get(Database database, HashSet<Id128> ids) => [.. FlowIndex.Candidates(database, ids)
        .SelectMany(row => Read(database, Joined("flows f"), new Conditions().And("f.row = ?", row), 1))
        .Where(f => ids.Contains(f.Record.Id))];

    /// <summary>A host is originator or responder, or in the tail: two walks down two indexes and one through the tail, merged.</summary>
    private List<StoredFlow> Query(Database database, FlowQuery q, PageCursor cursor, int limit)
    {
        if (q.Host is not { } host)
            return Read(database, Joined("flows f indexed by flows_start"), Common(new(), q, cursor, "f").And("(f.originator = ? or f.responder = ?)", q.Peer, q.Peer), limit);
        return database.Snapshot<List<StoredFlow>>(() => [.. Indexed(database, "flow_originators", "f.responder = ?")
            .Concat(Indexed(database, "flow_responders", "f.originator = ?"))
            .Concat(Tail(database))
            .DistinctBy(f => f.Record.Id)
            .OrderByDescending(f => f.Record.Start.Nanoseconds).ThenByDescending(f => f.Record.Id)
            .Take(limit)]);

        List<StoredFlow> Indexed(Database d, string index, string peer) => Read(d, Joined($"{index} h cross join flows f on f.row = h.row"),
            Common(new Conditions().And("h.host = ?", host), q, cursor, "h").And(peer, q.Peer), limit, "h");

        List<StoredFlow> Tail(Database d) => Read(d, Joined("flows f not indexed"), Common(new Conditions().And("f.row > ?", FlowIndex.LastIndexed(d))
            .And("(f.originator = ? or f.responder = ?)", host, host), q, cursor, "f").And("(f.originator = ? or f.responder = ?)", q.Peer, q.Peer), limit);
    }

    private static string Joined(string flows) =>
        $"{Columns} from {flows} cross join sources s on s.source = f.source left join flow_features b on b.features = f.features";

    /// <param name="walked">The table whose order of start is walked.</param>
    private static Conditions Common(Conditions conditions, FlowQuery q, PageCursor cursor, string walked) => conditions
        .And("h.start <= ?", walked == "h" ? cursor.Time : null)
        .And("(f.start, f.id) < (?, ?)", cursor.Time, cursor.Id)
        .And($"{walked}.start >= ?", q.From?.Nanoseconds)
        .And($"{walked}.start < ?", q.To?.Nanoseconds)
        .And("f.port = ?", (long?)q.ResponderPort)
        .And("f.protocol = ?", (long?)q.Protocol)
        .And("f.service = ?", q.Service)
        .And("s.site = ?", q.Site);

    private List<StoredFlow> Read(Database database, string from, Conditions conditions, int limit, string walked = "f")
    {
        var s = database.Prepare($"{from}{conditions.Where} order by {walked}.start desc, f.id desc limit ?");
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
        var bytes = new ArrayBufferWriter<byte>(1024);
        s.AppendTo(6, bytes);
        s.AppendTo(7, bytes);
        if (!FlowRecordBuffer.TryDecode(bytes.WrittenSpan, out var record, out string? error))
            throw new StoreException($"the database in '{folder}' is damaged ({error}): move it away or restore a copy", false);
        return new(new Vantage(s.Text(2)!, s.Text(3)!), new StreamId(s.Text(4)!, s.Text(5)!), record!);
    }
}
