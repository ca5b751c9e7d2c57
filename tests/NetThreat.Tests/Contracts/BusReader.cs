using NetThreat.Core.Bus;

namespace NetThreat.Tests.Contracts;

/// <summary>Polls a consumer and remembers what came.</summary>
internal sealed class BusReader(IBusConsumer consumer) : IAsyncDisposable
{
    public IBusConsumer Consumer => consumer;

    /// <summary>Owned partitions with their epochs.</summary>
    public Dictionary<int, long> Owned { get; } = [];

    public List<BusMessage> Messages { get; } = [];

    /// <summary>A poll brought a message of a partition that it also assigned.</summary>
    public bool MixedAssignmentAndMessages { get; private set; }

    public async Task StepAsync(TimeSpan wait)
    {
        var poll = await consumer.PollAsync(wait, default);
        foreach (int p in poll.Revoked) Owned.Remove(p);
        foreach (var a in poll.Assigned) Owned[a.Partition] = a.Epoch;
        Messages.AddRange(poll.Messages);
        MixedAssignmentAndMessages |= poll.Messages.Any(m => poll.Assigned.Any(a => a.Partition == m.Partition));
    }

    public Task UntilAsync(Func<BusReader, bool> condition, TimeSpan limit) => UntilAsync([this], () => condition(this), limit);

    public static async Task UntilAsync(IReadOnlyList<BusReader> readers, Func<bool> condition, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        while (!condition())
        {
            if (end.IsCancellationRequested) throw new TimeoutException($"the condition did not come true in {limit}");
            foreach (var r in readers) await r.StepAsync(TimeSpan.FromMilliseconds(20));
        }
    }

    public ValueTask DisposeAsync() => consumer.DisposeAsync();
}
