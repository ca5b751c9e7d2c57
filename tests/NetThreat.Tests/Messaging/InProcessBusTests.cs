using NetThreat.Core.Bus;
using NetThreat.Messaging.InProcess;
using NetThreat.Tests.Contracts;

namespace NetThreat.Tests.Messaging;

public sealed class InProcessBusContractTests : BusContract
{
    protected override ValueTask<IBus> OpenAsync(int flowsPartitions) =>
        ValueTask.FromResult<IBus>(new InProcessBus(new() { FlowsPartitions = flowsPartitions }, TimeProvider.System));
}

public sealed class InProcessBusTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Publishers_wait_for_the_slowest_group_and_keep_their_order()
    {
        await using var bus = Bus(new() { FlowsPartitions = 1, CapacityBytes = 10, MaxPollBytes = 10 });
        await using var fast = new BusReader(bus.Join(Topics.Flows, "fast", "m"));
        await using var slow = new BusReader(bus.Join(Topics.Flows, "slow", "m"));
        await BusReader.UntilAsync([fast, slow], () => fast.Owned.Count + slow.Owned.Count == 2, Limit);
        await bus.PublishAsync([Bytes(1, 10)], default);
        var second = bus.PublishAsync([Bytes(2, 4)], default).AsTask();
        var third = bus.PublishAsync([Bytes(3, 4)], default).AsTask();
        await fast.StepAsync(TimeSpan.Zero);
        Assert.False(second.IsCompleted || third.IsCompleted);
        await slow.StepAsync(TimeSpan.Zero);
        await Task.WhenAll(second, third).WaitAsync(Limit);
        await slow.UntilAsync(r => r.Messages.Count == 3, Limit);
        Assert.Equal([1, 2, 3], slow.Messages.Select(m => (int)m.Payload.Span[0]));
    }

    [Fact]
    public async Task A_message_larger_than_the_capacity_passes_an_empty_backlog()
    {
        await using var bus = Bus(new() { FlowsPartitions = 1, CapacityBytes = 10, MaxPollBytes = 10 });
        await using var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 1, Limit);
        await bus.PublishAsync([Bytes(1, 1000)], default);
        await reader.UntilAsync(r => r.Messages.Count == 1, Limit);
    }

    [Fact]
    public async Task A_cancelled_publisher_leaves_and_those_behind_it_go_on()
    {
        await using var bus = Bus(new() { FlowsPartitions = 1, CapacityBytes = 10, MaxPollBytes = 10 });
        await using var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 1, Limit);
        await bus.PublishAsync([Bytes(1, 5)], default);
        using var cancel = new CancellationTokenSource();
        var large = bus.PublishAsync([Bytes(2, 10)], cancel.Token).AsTask();
        var small = bus.PublishAsync([Bytes(3, 5)], default).AsTask();
        Assert.False(small.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small.WaitAsync(Limit);
        await reader.UntilAsync(r => r.Messages.Count == 2, Limit);
        Assert.Equal([1, 3], reader.Messages.Select(m => (int)m.Payload.Span[0]));
    }

    [Fact]
    public async Task A_live_view_holds_nobody_back_and_counts_what_it_loses()
    {
        await using var bus = Bus(new() { FlowsPartitions = 1, CapacityBytes = 10, FollowCapacityBytes = 20 });
        await using var view = new BusReader(bus.Follow(Topics.Flows));
        for (byte i = 0; i < 10; i++) await bus.PublishAsync([Bytes(i, 10)], default);
        await view.UntilAsync(r => r.Messages.Count == 2, Limit);
        Assert.Equal([8L, 9L], view.Messages.Select(m => m.Offset));
        Assert.Equal(8, ((FollowConsumer)view.Consumer).Dropped);
    }

    [Fact]
    public async Task A_new_group_reads_from_the_beginning_of_what_is_kept()
    {
        foreach (var (retain, expected) in new[] { (true, 5L), (false, 2L) })
        {
            await using var bus = Bus(new() { FlowsPartitions = 1, RetainAll = retain });
            await using var first = new BusReader(bus.Join(Topics.Flows, "first", "m"));
            await first.UntilAsync(r => r.Owned.Count == 1, Limit);
            for (byte i = 0; i < 5; i++) await bus.PublishAsync([Bytes(i, 10)], default);
            await first.UntilAsync(r => r.Messages.Count == 5, Limit);
            await first.Consumer.CommitAsync(0, 3, default);
            await using var second = new BusReader(bus.Join(Topics.Flows, "second", "m"));
            await second.UntilAsync(r => r.Messages.Count == expected, Limit);
            Assert.Equal(5 - expected, second.Messages[0].Offset);
            if (!retain) Assert.Throws<InvalidOperationException>(() => first.Consumer.Seek(0, 2));
            Assert.Throws<InvalidOperationException>(() => first.Consumer.Seek(0, 6));
        }
    }

    [Fact]
    public async Task A_commit_ahead_of_a_re_read_loses_nothing_of_it()
    {
        await using var bus = Bus(new() { FlowsPartitions = 1, MaxPollBytes = 10 });
        await using var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 1, Limit);
        for (byte i = 0; i < 5; i++) await bus.PublishAsync([Bytes(i, 10)], default);
        await reader.UntilAsync(r => r.Messages.Count == 5, Limit);
        reader.Consumer.Seek(0, 1);
        await reader.Consumer.CommitAsync(0, 5, default);
        await reader.UntilAsync(r => r.Messages.Count == 9, Limit);
        Assert.Equal([1L, 2L, 3L, 4L], reader.Messages.Skip(5).Select(m => m.Offset));
    }

    [Fact]
    public async Task Disposal_ends_every_wait()
    {
        var bus = Bus(new() { FlowsPartitions = 1, CapacityBytes = 10 });
        var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 1, Limit);
        var poll = reader.Consumer.PollAsync(Timeout.InfiniteTimeSpan, default).AsTask();
        await bus.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => poll.WaitAsync(Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await bus.PublishAsync([Bytes(1, 10)], default));
    }

    [Fact]
    public async Task Many_publishers_and_members_lose_and_repeat_nothing()
    {
        await using var bus = Bus(new() { FlowsPartitions = 4, CapacityBytes = 400, MaxPollBytes = 200 });
        await using var idle = bus.Join(Topics.Flows, "g", "idle");
        var readers = Enumerable.Range(0, 3).Select(i => bus.Join(Topics.Flows, "g", $"m{i}")).ToList();
        await idle.DisposeAsync();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<(int, long), int>();
        using var stop = new CancellationTokenSource(Limit);
        var reading = readers.Select(r => Task.Run(() => ReadAsync(r, seen, 8000, stop))).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var random = new Random(n);
            for (int i = 0; i < 2000; i++) await bus.PublishAsync([Bytes((byte)n, random.Next(1, 60)) with { Partition = random.Next(4) }], stop.Token);
        })));
        await Task.WhenAll(reading);
        Assert.Equal(8000, seen.Count);
        Assert.All(seen.Values, n => Assert.Equal(1, n));
        foreach (var r in readers) await r.DisposeAsync();
    }

    private static async Task ReadAsync(IBusConsumer consumer, System.Collections.Concurrent.ConcurrentDictionary<(int, long), int> seen, int all, CancellationTokenSource stop)
    {
        var last = new Dictionary<int, long>();
        while (seen.Count < all)
        {
            var poll = await consumer.PollAsync(TimeSpan.FromMilliseconds(50), stop.Token);
            foreach (var m in poll.Messages)
            {
                seen.AddOrUpdate((m.Partition, m.Offset), 1, (_, n) => n + 1);
                if (last.TryGetValue(m.Partition, out long before)) Assert.Equal(before + 1, m.Offset);
                last[m.Partition] = m.Offset;
                await consumer.CommitAsync(m.Partition, m.Offset + 1, stop.Token);
            }
        }
    }

    private static InProcessBus Bus(InProcessBusOptions options) => new(options, TimeProvider.System);

    private static Publication Bytes(byte first, int length)
    {
        var b = new byte[length];
        b[0] = first;
        return new(Topics.Flows, 0, b);
    }
}
