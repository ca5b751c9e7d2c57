namespace NetThreat.Testing.Faults;

/// <summary>The process dies here. Nothing of the product catches it.</summary>
public sealed class CrashException(string effect) : Exception($"crash at {effect}");

/// <summary>
/// Counts effects over all ports that share it and crashes before or after the n-th (from 0). After the crash every further effect
/// crashes too: a dead process does nothing more. A negative number never crashes and only counts.
/// </summary>
public sealed class CrashPlan(int crashAt, bool after)
{
    private int _effects;

    /// <summary>Effects so far.</summary>
    public int Effects => Volatile.Read(ref _effects);

    public bool Crashed { get; private set; }

    /// <summary>What was done, in order.</summary>
    public IReadOnlyCollection<string> Trace => _trace;

    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _trace = new();

    public async ValueTask<T> RunAsync<T>(string effect, Func<ValueTask<T>> act)
    {
        if (Crashed) throw new CrashException(effect);
        bool now = Interlocked.Increment(ref _effects) - 1 == crashAt;
        if (now && !after) Crash(effect);
        var result = await act();
        _trace.Enqueue(effect);
        if (now) Crash(effect);
        return result;
    }

    public async ValueTask RunAsync(string effect, Func<ValueTask> act) => await RunAsync(effect, async () =>
    {
        await act();
        return true;
    });

    private void Crash(string effect)
    {
        Crashed = true;
        throw new CrashException($"{effect}, {(after ? "after" : "before")} effect {crashAt}");
    }
}
