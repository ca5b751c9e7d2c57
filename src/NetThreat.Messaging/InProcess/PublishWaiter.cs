namespace NetThreat.Messaging.InProcess;

/// <summary>A message whose partition is full. Whoever makes room appends it, so that waiting publishers keep their order.</summary>
internal sealed class PublishWaiter(ReadOnlyMemory<byte> payload)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlyMemory<byte> Payload => payload;

    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
