using System.Text;
using NetThreat.Core.Bus;

namespace NetThreat.Tests.Contracts;

/// <summary>What every bus does. An implementation's test class derives from this.</summary>
public abstract class BusContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A fresh bus whose flows topic has this many partitions.</summary>
    protected abstract ValueTask<IBus> OpenAsync(int flowsPartitions);

    [Fact]
    public async Task Unknown_topics_and_partitions_are_refused()
    {
        await using var bus = await OpenAsync(3);
        Assert.Equal(3, bus.PartitionCount(Topics.Flows));
        Assert.Equal(1, bus.PartitionCount(Topics.Findings));
        Assert.Throws<ArgumentException>(() => bus.PartitionCount("nonsense"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await bus.PublishAsync([Message(3, 0)], default));
    }

    [Fact]
    public async Task Messages_of_a_partition_come_in_order_with_rising_offsets()
    {
        await using var bus = await OpenAsync(3);
        await using var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 3, Limit);
        await bus.PublishAsync([.. Enumerable.Range(0, 300).Select(i => Message(i % 3, i))], default);
        await reader.UntilAsync(r => r.Messages.Count == 300, Limit);
        for (int p = 0; p < 3; p++)
        {
            var mine = reader.Messages.Where(m => m.Partition == p).ToList();
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), mine.Select(m => m.Offset));
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i * 3 + p}"), mine.Select(Text));
            Assert.Equal(100, reader.Consumer.EndOffset(p));
        }
    }

    [Fact]
    public async Task An_assigned_partition_brings_no_message_in_the_same_poll_and_can_be_sought()
    {
        await using var bus = await OpenAsync(1);
        await using var first = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await first.UntilAsync(r => r.Owned.Count == 1, Limit);
        await bus.PublishAsync([Message(0, 0), Message(0, 1), Message(0, 2)], default);
        await first.UntilAsync(r => r.Messages.Count == 3, Limit);
        first.Consumer.Seek(0, 1);
        await first.UntilAsync(r => r.Messages.Count == 5, Limit);
        Assert.Equal(["0", "1", "2", "1", "2"], first.Messages.Select(Text));
        Assert.False(first.MixedAssignmentAndMessages);
    }

    [Fact]
    public async Task A_commit_survives_its_member_and_what_was_not_committed_comes_again()
    {
        await using var bus = await OpenAsync(1);
        long epoch;
        await using (var first = new BusReader(bus.Join(Topics.Flows, "g", "a")))
        {
            await first.UntilAsync(r => r.Owned.Count == 1, Limit);
            epoch = first.Owned[0];
            Assert.Equal(0, first.Consumer.Committed(0));
            await bus.PublishAsync([Message(0, 0), Message(0, 1), Message(0, 2)], default);
            await first.UntilAsync(r => r.Messages.Count == 3, Limit);
            await first.Consumer.CommitAsync(0, 2, default);
            Assert.Equal(2, first.Consumer.Committed(0));
        }
        await using var second = new BusReader(bus.Join(Topics.Flows, "g", "b"));
        await second.UntilAsync(r => r.Messages.Count == 1, Limit);
        Assert.Equal(["2"], second.Messages.Select(Text));
        Assert.Equal(2, second.Consumer.Committed(0));
        Assert.True(second.Owned[0] > epoch);
    }

    [Fact]
    public async Task Groups_do_not_disturb_each_other()
    {
        await using var bus = await OpenAsync(1);
        await using var a = new BusReader(bus.Join(Topics.Flows, "a", "m"));
        await using var b = new BusReader(bus.Join(Topics.Flows, "b", "m"));
        await a.UntilAsync(r => r.Owned.Count == 1, Limit);
        await b.UntilAsync(r => r.Owned.Count == 1, Limit);
        await bus.PublishAsync([Message(0, 0), Message(0, 1)], default);
        await a.UntilAsync(r => r.Messages.Count == 2, Limit);
        await a.Consumer.CommitAsync(0, 2, default);
        await b.UntilAsync(r => r.Messages.Count == 2, Limit);
        Assert.Equal(0, b.Consumer.Committed(0));
    }

    [Fact]
    public async Task Members_share_partitions_and_take_over_those_of_one_that_leaves()
    {
        await using var bus = await OpenAsync(4);
        await using var a = new BusReader(bus.Join(Topics.Flows, "g", "a"));
        await a.UntilAsync(r => r.Owned.Count == 4, Limit);
        var before = a.Owned.ToDictionary();
        await using var b = new BusReader(bus.Join(Topics.Flows, "g", "b"));
        await BusReader.UntilAsync([a, b], () => a.Owned.Count == 2 && b.Owned.Count == 2, Limit);
        Assert.Equal([0, 1, 2, 3], a.Owned.Keys.Concat(b.Owned.Keys).Order());
        Assert.All(b.Owned, o => Assert.True(o.Value > before[o.Key]));
        Assert.Throws<InvalidOperationException>(() => a.Consumer.Seek(b.Owned.Keys.First(), 0));
        await bus.PublishAsync([.. Enumerable.Range(0, 8).Select(i => Message(i % 4, i))], default);
        await BusReader.UntilAsync([a, b], () => a.Messages.Count + b.Messages.Count == 8, Limit);
        Assert.All(b.Messages, m => Assert.Contains(m.Partition, b.Owned.Keys));
        await b.DisposeAsync();
        await a.UntilAsync(r => r.Owned.Count == 4, Limit);
        Assert.All(b.Owned, o => Assert.True(a.Owned[o.Key] > o.Value));
        await a.UntilAsync(r => r.Messages.Count == 8, Limit);
    }

    [Fact]
    public async Task A_live_view_sees_what_comes_after_it_began()
    {
        await using var bus = await OpenAsync(2);
        await bus.PublishAsync([Message(0, 0), Message(1, 1)], default);
        await using var view = new BusReader(bus.Follow(Topics.Flows));
        await view.StepAsync(TimeSpan.Zero);
        await bus.PublishAsync([Message(0, 2), Message(1, 3)], default);
        await view.UntilAsync(r => r.Messages.Count == 2, Limit);
        Assert.Equal(["2", "3"], view.Messages.Select(Text).Order());
        Assert.Throws<InvalidOperationException>(() => view.Consumer.Seek(0, 0));
    }

    [Fact]
    public async Task An_empty_poll_ends_after_its_wait_or_its_cancellation()
    {
        await using var bus = await OpenAsync(1);
        await using var reader = new BusReader(bus.Join(Topics.Flows, "g", "m"));
        await reader.UntilAsync(r => r.Owned.Count == 1, Limit);
        var poll = await reader.Consumer.PollAsync(TimeSpan.FromMilliseconds(5), default);
        Assert.Empty(poll.Messages);
        using var cancel = new CancellationTokenSource();
        var waiting = reader.Consumer.PollAsync(Timeout.InfiniteTimeSpan, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_consumer_that_left_can_be_used_no_more()
    {
        await using var bus = await OpenAsync(1);
        var consumer = bus.Join(Topics.Flows, "g", "m");
        await consumer.DisposeAsync();
        await consumer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await consumer.PollAsync(TimeSpan.Zero, default));
    }

    private static Publication Message(int partition, int number) => new(Topics.Flows, partition, Encoding.UTF8.GetBytes($"{number}"));

    private static string Text(BusMessage m) => Encoding.UTF8.GetString(m.Payload.Span);
}
