using NetThreat.Core.Stores;
using SQLitePCL;

namespace NetThreat.Storage.Sqlite;

/// <summary>One connection. Used by one thread at a time; statements are prepared once and kept.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly string _folder;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string folder)
    {
        _handle = handle;
        _folder = folder;
    }

    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public static Database Open(string folder, string file, bool readOnly, TimeSpan busyTimeout)
    {
        int flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        int code = raw.sqlite3_open_v2(Path.Combine(folder, file), out var handle, flags, null);
        var database = new Database(handle, folder);
        try
        {
            if (code != raw.SQLITE_OK) throw SqliteFault.Of(code, folder, raw.sqlite3_errstr(code).utf8_to_string());
            raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
            database.Execute("pragma temp_store=memory; pragma cache_size=-32768");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>False when an error has rolled the transaction back.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Runs one or more statements without parameters or results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public long Scalar(string sql)
    {
        var s = Prepare(sql);
        long result = s.Step() ? s.Long(0) : 0;
        s.Reset();
        return result;
    }

    /// <summary>The statement, ready to bind; the same object for the same text.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        return _statements[sql] = new(this, handle);
    }

    /// <summary>Runs a query of several statements that all see the database as it is at the first.</summary>
    public T Snapshot<T>(Func<T> query)
    {
        Execute("begin");
        try
        {
            return query();
        }
        finally
        {
            Execute("commit");
        }
    }

    /// <summary>Ends the query that runs on another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        if (code == raw.SQLITE_INTERRUPT) throw new OperationCanceledException();
        throw SqliteFault.Of(code, _folder, raw.sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var s in _statements.Values) s.Dispose();
        _statements.Clear();
        raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }
}
