namespace NetThreat.Messaging.InProcess;

/// <summary>
/// A signal that a waiter takes before it looks at the state, under the lock that guards the state: what changes afterwards completes
/// the task it took, so that no wake-up is lost. Used under that lock only.
/// </summary>
internal sealed class WakeUp
{
    private TaskCompletionSource? _source;

    /// <summary>Completes at the next <see cref="Signal"/>.</summary>
    public Task Next() => (_source ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Signal()
    {
        _source?.TrySetResult();
        _source = null;
    }
}
