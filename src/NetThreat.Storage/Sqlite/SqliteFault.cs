using NetThreat.Core.Stores;
using SQLitePCL;

namespace NetThreat.Storage.Sqlite;

/// <summary>Result codes of SQLite (sqlite.org/rescode.html) as one line that says what to do.</summary>
internal static class SqliteFault
{
    public static StoreException Of(int code, string folder, string detail) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"the database in '{folder}' is locked by another program: close it", true),
        raw.SQLITE_FULL => new($"the disk of '{folder}' is full: free space or lower the retention", false),
        raw.SQLITE_IOERR => new($"the disk of '{folder}' fails ({detail}): check it", true),
        raw.SQLITE_NOMEM => new($"no memory for the database in '{folder}'", true),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new($"the data folder '{folder}' is not writable: change its permissions or name another", false),
        raw.SQLITE_CANTOPEN => new($"the database in '{folder}' cannot be opened: check that the folder exists and is writable", false),
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new($"the database in '{folder}' is damaged: move it away or restore a copy", false),
        _ => new($"the database in '{folder}' reports: {detail} (code {code})", false),
    };
}
