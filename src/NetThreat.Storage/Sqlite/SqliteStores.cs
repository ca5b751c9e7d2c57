using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>Every store of one data folder in one SQLite database; one process at a time uses a folder.</summary>
public sealed class SqliteStores : IAsyncDisposable
{
    private const string FileName = "netthreat.db";
    private readonly FolderLock _lock;
    private readonly Database _database;
    private readonly WriteQueue _writes;
    private readonly ReadPool _reads;

    private SqliteStores(SqliteOptions options, TimeProvider time, FolderLock folderLock, Database database)
    {
        _lock = folderLock;
        _database = database;
        var table = new FlowTable(options, time);
        _writes = new(database, table.Forget);
        _reads = new(() => Database.Open(options.DataFolder, FileName, true, options.BusyTimeout), options.Readers);
        var flows = new SqliteFlowStore(_writes, _reads, table, options.DataFolder);
        var incidents = new SqliteIncidentStore(_writes, _reads, options.DataFolder);
        FlowWriter = flows;
        FlowReader = flows;
        IncidentWriter = incidents;
        IncidentReader = incidents;
        IncidentHandling = incidents;
        Checkpoints = new SqliteCheckpointStore(_writes);
        Ledger = new SqliteLedgerStore(_writes, _reads);
        Users = new SqliteUserStore(_writes, _reads);
    }

    public IFlowWriter FlowWriter { get; }

    public IFlowReader FlowReader { get; }

    public IIncidentWriter IncidentWriter { get; }

    public IIncidentReader IncidentReader { get; }

    public IIncidentHandlingStore IncidentHandling { get; }

    public ICheckpointStore Checkpoints { get; }

    public ILedgerStore Ledger { get; }

    public IUserStore Users { get; }

    /// <summary>Opens the folder's database, makes it if it is absent and brings an older one up to date.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="StoreException">The folder cannot be used; the message names it and the fix.</exception>
    public static Task<SqliteStores> OpenAsync(SqliteOptions options, TimeProvider time)
    {
        if (options.Errors().ToList() is { Count: > 0 } errors) throw new ArgumentException(string.Join("; ", errors), nameof(options));
        return Task.Run(() => Open(options, time));
    }

    /// <summary>Carries out what waits, then closes; the file needs no repair afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        _reads.Dispose();
        _database.Dispose();
        _lock.Dispose();
    }

    /// <summary>Limits the file to as many pages: what a full disk does.</summary>
    internal Task LimitPagesAsync(long pages) => _writes.RunAsync(d => d.Scalar($"pragma max_page_count={pages}"), default);

    private static SqliteStores Open(SqliteOptions options, TimeProvider time)
    {
        var folderLock = FolderLock.Take(options.DataFolder);
        Database? database = null;
        try
        {
            database = Database.Open(options.DataFolder, FileName, false, options.BusyTimeout);
            Schema.Prepare(database, options.DataFolder);
            return new(options, time, folderLock, database);
        }
        catch
        {
            database?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }
}
