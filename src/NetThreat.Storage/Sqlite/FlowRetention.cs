using NetThreat.Core.Stores;
using NetThreat.Core.Time;

namespace NetThreat.Storage.Sqlite;

/// <summary>
/// Deletes the oldest flows, a few with every look, so that no single write waits long. Age counts back from the newest flow: a store
/// filled from an old capture keeps it; a flow that claims to be of the future counts as of now.
/// </summary>
internal sealed class FlowRetention(SqliteOptions options, TimeProvider time)
{
    private const int MaxDeletedAtOnce = 20_000;
    private int _written;
    private Timestamp? _newest;

    public void Written(Database database, IReadOnlyList<StoredFlow> flows)
    {
        _newest ??= new(database.Scalar($"select coalesce(max(start), {long.MinValue}) from flows"));
        foreach (var f in flows) _newest = Timestamp.Max(_newest.Value, f.Record.Start);
        _written += flows.Count;
        if (_written < options.RetentionCheckRows) return;
        int limit = Math.Min(2 * _written, MaxDeletedAtOnce);
        _written = 0;
        long deleted = DeleteBefore(database, Horizon(), limit);
        if (UsedBytes(database) > options.MaxBytes) deleted += DeleteBefore(database, Timestamp.MaxValue, limit);
        if (deleted > 0) FlowTable.Count(database, -deleted);
    }

    private Timestamp Horizon() => Timestamp.Min(_newest!.Value, Timestamp.FromDateTimeOffset(time.GetUtcNow())) - options.FlowRetention;

    /// <summary>Bytes in use: deleted pages are free for the next rows and do not count.</summary>
    private static long UsedBytes(Database database) =>
        (database.Scalar("pragma page_count") - database.Scalar("pragma freelist_count")) * database.Scalar("pragma page_size");

    private static int DeleteBefore(Database database, Timestamp horizon, int limit)
    {
        var rows = new List<FlowEntry>();
        var s = database.Prepare("select row, start, id, originator, responder from flows where start < ? order by start, id limit ?").Bind(1, horizon.Nanoseconds).Bind(2, limit);
        while (s.Step()) rows.Add(new(s.Long(0), s.Long(1), s.Id(2), s.Address(3), s.Address(4)));
        s.Reset();
        foreach (var flow in rows)
        {
            database.Prepare("delete from flow_features where features=(select features from flows where row=?)").Bind(1, flow.Row).Run();
            database.Prepare("delete from flows where row=?").Bind(1, flow.Row).Run();
        }
        FlowIndex.Delete(database, rows);
        return rows.Count;
    }
}
