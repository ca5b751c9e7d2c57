using NetThreat.Core.Stores;
using NetThreat.Core.Wire;

namespace NetThreat.Storage.Sqlite;

/// <summary>Writes flows on the writer's thread and deletes the oldest beyond the limits.</summary>
internal sealed class FlowTable(SqliteOptions options, TimeProvider time)
{
    private readonly SourceTable _sources = new();
    private readonly FlowRetention _retention = new(options, time);
    private long _nextBody = -1;

    public int Write(Database database, IReadOnlyList<StoredFlow> flows)
    {
        if (_nextBody < 0) _nextBody = database.Scalar("select coalesce(max(body), 0) + 1 from flow_bodies");
        int added = 0;
        for (int i = 0; i < flows.Count; i++)
            if (Write(database, flows[i])) added++;
        if (added > 0) Count(database, added);
        _retention.Written(database, flows);
        return added;
    }

    /// <summary>Forgets what was remembered: a transaction was undone.</summary>
    public void Forget()
    {
        _sources.Forget();
        _nextBody = -1;
    }

    public static void Count(Database database, long change) =>
        database.Prepare("update counters set value = value + ? where name = 'flows'").Bind(1, change).Run();

    /// <returns>True when the flow is new.</returns>
    private bool Write(Database database, in StoredFlow flow)
    {
        var r = flow.Record;
        // The words of the source are in a table of their own, so the body's are empty.
        byte[] body = FlowsCodec.Encode(new(new("", ""), new("", ""), [r], null));
        var s = database.Prepare("insert into flows values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing");
        s.Bind(1, r.Start.Nanoseconds).Bind(2, r.Id).Bind(3, r.Segment).Bind(4, _sources.Number(database, flow.Vantage, flow.Stream))
            .Bind(5, r.Key.Originator).Bind(6, r.Key.Responder).Bind(7, r.Key.ResponderPort).Bind(8, r.Key.Protocol)
            .Bind(9, r.Application?.Service).Bind(10, _nextBody).Run();
        if (database.Changes == 0)
        {
            Revise(database, r, body);
            return false;
        }
        database.Prepare("insert into flow_bodies values(?, ?)").Bind(1, _nextBody++).Bind(2, body).Run();
        return true;
    }

    private static void Revise(Database database, Core.Flows.FlowRecord r, byte[] body)
    {
        var s = database.Prepare("select revision, body from flows where start=? and id=?").Bind(1, r.Start.Nanoseconds).Bind(2, r.Id);
        s.Step();
        long revision = s.Long(0), place = s.Long(1);
        s.Reset();
        if (revision >= r.Segment) return;
        database.Prepare("update flows set revision=?, service=? where start=? and id=?")
            .Bind(1, r.Segment).Bind(2, r.Application?.Service).Bind(3, r.Start.Nanoseconds).Bind(4, r.Id).Run();
        database.Prepare("update flow_bodies set payload=? where body=?").Bind(1, body).Bind(2, place).Run();
    }
}
