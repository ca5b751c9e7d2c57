using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>Checkpoints in SQLite: position and changed entries in one transaction.</summary>
internal sealed class SqliteCheckpointStore(WriteQueue writes) : ICheckpointStore
{
    public async ValueTask<Checkpoint?> ClaimAsync(string owner, long epoch, CancellationToken cancellation) => await writes.RunAsync(d =>
    {
        // A claim without a save has position -1: the epoch stands, the state does not exist yet.
        d.Prepare("insert into checkpoints values(?, ?, -1, -1) on conflict(owner) do update set epoch=max(epoch, excluded.epoch)").Bind(1, owner).Bind(2, epoch).Run();
        return Load(d, owner);
    }, cancellation);

    public async ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation) => await writes.RunAsync(d => Save(d, checkpoint), cancellation);

    private static Checkpoint? Load(Database database, string owner)
    {
        var s = database.Prepare("select epoch, position, replay_from from checkpoints where owner=? and position >= 0").Bind(1, owner);
        if (!s.Step())
        {
            s.Reset();
            return null;
        }
        var (epoch, position, replayFrom) = (s.Long(0), s.Long(1), s.Long(2));
        s.Reset();
        var entries = new List<KeyValuePair<string, byte[]?>>();
        s = database.Prepare("select key, value from checkpoint_entries where owner=? order by key").Bind(1, owner);
        while (s.Step()) entries.Add(new(s.Text(0)!, s.Blob(1)));
        s.Reset();
        return new(owner, epoch, position, replayFrom, entries);
    }

    private static bool Save(Database database, Checkpoint c)
    {
        database.Prepare("""
            insert into checkpoints values(?, ?, ?, ?)
            on conflict(owner) do update set epoch=excluded.epoch, position=excluded.position, replay_from=excluded.replay_from
            where excluded.epoch >= epoch
            """).Bind(1, c.Owner).Bind(2, c.Epoch).Bind(3, c.Position).Bind(4, c.ReplayFrom).Run();
        if (database.Changes == 0) return false;
        foreach (var (key, value) in c.Entries)
        {
            if (value is null)
                database.Prepare("delete from checkpoint_entries where owner=? and key=?").Bind(1, c.Owner).Bind(2, key).Run();
            else
                database.Prepare("insert into checkpoint_entries values(?, ?, ?) on conflict(owner, key) do update set value=excluded.value")
                    .Bind(1, c.Owner).Bind(2, key).Bind(3, value).Run();
        }
        return true;
    }
}
