namespace NetThreat.Learning.Networks.Scoring;

/// <summary>Memory that scoring threads borrow, so that a model has no state of its own and allocates only until it has seen as many threads at once as there are places.</summary>
internal sealed class MemoryPool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] _idle = new T?[Math.Max(4, 2 * Environment.ProcessorCount)];

    public T Rent()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is not null && Interlocked.Exchange(ref _idle[i], null) is { } memory) return memory;
        }
        return create();
    }

    public void Return(T memory)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is null && Interlocked.CompareExchange(ref _idle[i], memory, null) is null) return;
        }
    }
}
