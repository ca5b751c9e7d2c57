using NetThreat.Core.Identity;

namespace NetThreat.Storage.Sqlite;

/// <summary>
/// Finds flows by host and by id. Both are in no order as flows arrive: entered one by one, nearly every entry would change a page of its
/// own. So rows are indexed many at once, sorted; until then they are the tail, which questions look through row by row.
/// Ids are entered in runs, one for each time, named by its last row: a run is written once, in order, and a lookup looks into each.
/// Used inside a transaction.
/// </summary>
internal static class FlowIndex
{
    /// <summary>Rows after it are the tail.</summary>
    public static long LastIndexed(Database database) => database.Scalar("select value from counters where name='indexed'");

    /// <summary>A row that was never used: neither by a flow nor by an entry of the index.</summary>
    public static long NextRow(Database database) => 1 + Math.Max(LastIndexed(database), database.Scalar("select coalesce(max(row), 0) from flows"));

    /// <summary>Indexes the tail if it has as many rows.</summary>
    public static void CatchUp(Database database, long lastRow, int rows)
    {
        long indexed = LastIndexed(database);
        if (lastRow - indexed < rows) return;
        Enter(database, "insert into flow_originators select originator, start, row from flows where row > ? and row <= ? order by 1, 2, 3", indexed, lastRow);
        Enter(database, "insert into flow_responders select responder, start, row from flows where row > ? and row <= ? order by 1, 2, 3", indexed, lastRow);
        Enter(database, "insert into flow_ids select ?2, substr(id, 1, 4), row from flows where row > ?1 and row <= ?2 order by 2, 3", indexed, lastRow);
        database.Prepare("update counters set value = ? where name = 'indexed'").Bind(1, lastRow).Run();
    }

    /// <summary>The rows of these ids, and some that are not.</summary>
    public static IEnumerable<long> Candidates(Database database, IReadOnlyCollection<Id128> ids)
    {
        var rows = new HashSet<long>();
        foreach (long run in Runs(database))
            foreach (var id in ids) Read(Prefix(database.Prepare("select row from flow_ids where run=? and prefix=?").Bind(1, run), 2, id), rows);
        var all = new byte[ids.Count * 16];
        int at = 0;
        foreach (var id in ids) id.CopyTo(all.AsSpan(16 * at++));
        Read(database.Prepare("select row from flows where row > ? and instr(?, id) > 0").Bind(1, LastIndexed(database)).Bind(2, all.AsSpan()), rows);
        return rows;
    }

    /// <summary>Deletes the entries of deleted flows.</summary>
    public static void Delete(Database database, List<FlowEntry> flows)
    {
        flows.Sort(static (a, b) => a.Originator.CompareTo(b.Originator));
        foreach (var f in flows) database.Prepare("delete from flow_originators where host=? and start=? and row=?").Bind(1, f.Originator).Bind(2, f.Start).Bind(3, f.Row).Run();
        flows.Sort(static (a, b) => a.Responder.CompareTo(b.Responder));
        foreach (var f in flows) database.Prepare("delete from flow_responders where host=? and start=? and row=?").Bind(1, f.Responder).Bind(2, f.Start).Bind(3, f.Row).Run();
        foreach (var f in flows)
            Prefix(database.Prepare("delete from flow_ids where run=(select min(run) from flow_ids where run >= ?1) and prefix=?2 and row=?1").Bind(1, f.Row), 2, f.Id).Run();
    }

    private static void Enter(Database database, string sql, long indexed, long last) => database.Prepare(sql).Bind(1, indexed).Bind(2, last).Run();

    /// <summary>Newest first.</summary>
    private static List<long> Runs(Database database)
    {
        var runs = new List<long>();
        for (long run = long.MaxValue; ; runs.Add(run))
        {
            var s = database.Prepare("select max(run) from flow_ids where run < ?").Bind(1, run);
            bool none = !s.Step() || s.IsNull(0);
            run = none ? 0 : s.Long(0);
            s.Reset();
            if (none) return runs;
        }
    }

    private static Statement Prefix(Statement s, int index, Id128 id)
    {
        Span<byte> b = stackalloc byte[16];
        id.CopyTo(b);
        return s.Bind(index, b[..4]);
    }

    private static void Read(Statement s, HashSet<long> rows)
    {
        while (s.Step()) rows.Add(s.Long(0));
        s.Reset();
    }
}
