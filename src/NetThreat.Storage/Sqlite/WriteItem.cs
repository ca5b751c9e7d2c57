namespace NetThreat.Storage.Sqlite;

/// <summary>One caller's change, carried out by the writer's thread; the caller hears of it after the commit.</summary>
internal abstract class WriteItem
{
    public abstract void Invoke(Database database);

    public abstract void Succeed();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteItem"/>
internal sealed class WriteItem<T>(Func<Database, T> work) : WriteItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override void Invoke(Database database) => _result = work(database);

    public override void Succeed() => _done.TrySetResult(_result!);

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
