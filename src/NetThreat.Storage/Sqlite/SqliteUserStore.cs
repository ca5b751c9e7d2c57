using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>User accounts in SQLite; names are told apart by case.</summary>
internal sealed class SqliteUserStore(WriteQueue writes, ReadPool reads) : IUserStore
{
    public async ValueTask<UserAccount?> FindAsync(string name, CancellationToken cancellation) => await reads.RunAsync(d =>
    {
        var s = d.Prepare("select name, password_hash, security_stamp, must_change from users where name=?").Bind(1, name);
        var user = s.Step() ? new UserAccount(s.Text(0)!, s.Text(1)!, s.Text(2)!, s.Long(3) != 0) : null;
        s.Reset();
        return user;
    }, cancellation);

    public async ValueTask<long> CountAsync(CancellationToken cancellation) => await reads.RunAsync(d => d.Scalar("select count(*) from users"), cancellation);

    public async ValueTask SaveAsync(UserAccount account, CancellationToken cancellation) => await writes.RunAsync(d =>
    {
        d.Prepare("""
            insert into users values(?, ?, ?, ?)
            on conflict(name) do update set password_hash=excluded.password_hash, security_stamp=excluded.security_stamp, must_change=excluded.must_change
            """).Bind(1, account.Name).Bind(2, account.PasswordHash).Bind(3, account.SecurityStamp).Bind(4, account.MustChangePassword ? 1 : 0).Run();
        return true;
    }, cancellation);
}
