using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Core.Wire;

namespace NetThreat.Storage.Sqlite;

/// <summary>Incidents in SQLite: the worker's columns and people's columns in one row, each written by its own statement.</summary>
internal sealed class SqliteIncidentStore(WriteQueue writes, ReadPool reads, string folder) : IIncidentWriter, IIncidentReader, IIncidentHandlingStore
{
    private const int MaxLimit = 1000;
    private const string Columns = "select payload, state, assignee, comment, version from incidents";

    public async ValueTask WriteAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation)
    {
        if (incidents.Count == 0) return;
        await writes.RunAsync(d =>
        {
            foreach (var i in incidents) Write(d, i);
            return true;
        }, cancellation);
    }

    public async ValueTask<Page<IncidentView>> QueryAsync(IncidentQuery query, CancellationToken cancellation)
    {
        string text = (query with { Cursor = null, Limit = 0 }).ToString();
        var cursor = PageCursor.Read(query.Cursor, text);
        int limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var conditions = new Conditions()
            .And("(updated, id) < (?, ?)", cursor.Time, cursor.Id)
            .And("site = ?", query.Site)
            .And("instr(hosts, ?) > 0", query.Host is { } h ? Word(h.ToString()) : null)
            .And("instr(techniques, ?) > 0", query.Technique is { } t ? Word(t) : null)
            .And("state = ?", (long?)query.State)
            .And("risk >= ?", query.MinRisk)
            .And("last >= ?", query.From?.Nanoseconds)
            .And("first < ?", query.To?.Nanoseconds);
        var rows = await reads.RunAsync(d => Read(d, conditions, limit + 1), cancellation);
        bool more = rows.Count > limit;
        if (more) rows.RemoveRange(limit, rows.Count - limit);
        return new(rows, more ? new PageCursor(rows[^1].Incident.Updated.Nanoseconds, rows[^1].Incident.Id).Write(text) : null);
    }

    public async ValueTask<IncidentView?> GetAsync(Id128 id, CancellationToken cancellation) =>
        await reads.RunAsync(d => Read(d, new Conditions().And("id = ?", id), 1).FirstOrDefault(), cancellation);

    public async ValueTask<long> CountAsync(CancellationToken cancellation) => await reads.RunAsync(d => d.Scalar("select count(*) from incidents"), cancellation);

    public async ValueTask<IncidentHandling?> SetAsync(
        Id128 incident, IncidentState state, string? assignee, string? comment, long expectedVersion, CancellationToken cancellation) =>
        await writes.RunAsync(d =>
        {
            d.Prepare("update incidents set state=?, assignee=?, comment=?, version=version+1 where id=? and version=?")
                .Bind(1, (long)state).Bind(2, assignee).Bind(3, comment).Bind(4, incident).Bind(5, expectedVersion).Run();
            return d.Changes == 0 ? null : new IncidentHandling(state, assignee, comment, expectedVersion + 1);
        }, cancellation);

    private static void Write(Database database, Incident i) => database.Prepare("""
        insert into incidents(id, revision, site, risk, first, last, updated, hosts, techniques, payload) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict(id) do update set revision=excluded.revision, site=excluded.site, risk=excluded.risk, first=excluded.first, last=excluded.last,
            updated=excluded.updated, hosts=excluded.hosts, techniques=excluded.techniques, payload=excluded.payload
        where excluded.revision > revision
        """)
        .Bind(1, i.Id).Bind(2, i.Revision).Bind(3, i.Site).Bind(4, i.Risk).Bind(5, i.First.Nanoseconds).Bind(6, i.Last.Nanoseconds)
        .Bind(7, i.Updated.Nanoseconds).Bind(8, Words(Hosts(i))).Bind(9, Words(i.Techniques)).Bind(10, IncidentsCodec.Encode([i])).Run();

    /// <summary>Every address by which the incident is found; a pair is written a>b.</summary>
    private static IEnumerable<string> Hosts(Incident i) => i.KeyEntity.Value.Split('>')
        .Concat(i.Attackers.Sample.Concat(i.Victims.Sample).Select(a => a.ToString())).Distinct(StringComparer.Ordinal);

    private static string Words(IEnumerable<string> words) => string.Concat(words.Select(Word));

    private static string Word(string word) => $";{word};";

    private List<IncidentView> Read(Database database, Conditions conditions, int limit)
    {
        var s = database.Prepare($"{Columns}{conditions.Where} order by updated desc, id desc limit ?");
        var rows = new List<IncidentView>();
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

    private IncidentView Row(Statement s)
    {
        if (!IncidentsCodec.TryDecode(s.Blob(0), out var incidents, out string? error) || incidents!.Count != 1)
            throw new StoreException($"the database in '{folder}' is damaged ({error}): move it away or restore a copy", false);
        return new(incidents[0], new((IncidentState)s.Long(1), s.Text(2), s.Text(3), s.Long(4)));
    }
}
