using System.Collections.Concurrent;

namespace NetThreat.Storage.Sqlite;

/// <summary>Read-only connections, as many as there are queries at once up to a limit; a cancelled query is interrupted.</summary>
internal sealed class ReadPool(Func<Database> open, int limit) : IDisposable
{
    private readonly ConcurrentBag<Database> _idle = [];
    private readonly SemaphoreSlim _places = new(limit);
    private volatile bool _closed;

    public async Task<T> RunAsync<T>(Func<Database, T> query, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return await Task.Run(() => Run(query, cancellation), cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        for (int i = 0; i < limit; i++) _places.Wait();
        while (_idle.TryTake(out var database)) database.Dispose();
        _places.Release(limit);
    }

    private T Run<T>(Func<Database, T> query, CancellationToken cancellation)
    {
        var database = _idle.TryTake(out var idle) ? idle : open();
        try
        {
            using var interruption = cancellation.UnsafeRegister(static d => ((Database)d!).Interrupt(), database);
            return query(database);
        }
        finally
        {
            _idle.Add(database);
        }
    }
}
