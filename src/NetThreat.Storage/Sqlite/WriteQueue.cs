using System.Threading.Channels;
using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>
/// The single writer: one thread that takes what waits, carries it out in one transaction and commits once for all (group commit).
/// An item that fails is undone alone.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxGroup = 64;
    private readonly Channel<WriteItem> _items = Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Database _database;
    private readonly Action _undone;

    /// <param name="undone">Called after anything was rolled back: what was remembered of the tables may be wrong.</param>
    public WriteQueue(Database database, Action undone)
    {
        _database = database;
        _undone = undone;
        new Thread(Run) { IsBackground = true, Name = "sqlite writer" }.Start();
    }

    /// <summary>Completes after the commit. Cancels only while the item waits for a place in the queue.</summary>
    public async Task<T> RunAsync<T>(Func<Database, T> work, CancellationToken cancellation)
    {
        var item = new WriteItem<T>(work);
        try
        {
            await _items.Writer.WriteAsync(item, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("the store is closed", e);
        }
        return await item.Done;
    }

    /// <summary>Carries out what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new Queue<WriteItem>();
        while (_items.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MaxGroup && _items.Reader.TryRead(out var item)) group.Enqueue(item);
            while (group.Count > 0) Commit(group);
        }
        _ended.SetResult();
    }

    private void Commit(Queue<WriteItem> group)
    {
        var succeeded = new List<WriteItem>(group.Count);
        try
        {
            _database.Execute("begin immediate");
            while (_database.InTransaction && group.TryPeek(out var item))
            {
                if (TryInvoke(item)) succeeded.Add(item);
                group.Dequeue();
            }
            _database.Execute("commit");
            foreach (var item in succeeded) item.Succeed();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Undo(e, succeeded, group);
        }
    }

    /// <exception cref="Exception">The error ended the whole transaction.</exception>
    private bool TryInvoke(WriteItem item)
    {
        _database.Execute("savepoint item");
        try
        {
            item.Invoke(_database);
            _database.Execute("release item");
            return true;
        }
        catch (Exception e) when (_database.InTransaction)
        {
            _database.Execute("rollback to item; release item");
            _undone();
            item.Fail(e);
            return false;
        }
    }

    private void Rollback()
    {
        try
        {
            if (_database.InTransaction) _database.Execute("rollback");
        }
        catch (StoreException)
        {
            // The transaction stays open, so that the next begin fails and its caller hears of it.
        }
    }

    private void Undo(Exception e, List<WriteItem> succeeded, Queue<WriteItem> group)
    {
        Rollback();
        _undone();
        foreach (var item in succeeded) item.Fail(e);
        if (group.TryDequeue(out var current)) current.Fail(e);
    }
}
