using NetThreat.Capture.Pacing;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Time;

namespace NetThreat.Tests.Capture.Pacing;

public sealed class PacedSourceTests
{
    private static readonly RecordedPacket[] Packets = [new(5_000_000_000, [0]), new(5_000_000_000, [1]), new(6_000_000_000, [2]), new(5_500_000_000, [3]), new(9_000_000_000, [4])];

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(0.5, 8)]
    public void Packets_come_at_their_pace_and_not_before(double factor, double seconds)
    {
        var time = new ManualTime(jumpToTimers: true);
        var start = time.GetUtcNow();
        using var source = new PacedSource(new ScriptedSource(false, Packets[..2], Packets[2..]), factor, time);
        Assert.True(source.IsLive);
        var batch = new PacketBatch();
        var seen = new List<byte>();
        while (source.Read(batch, CancellationToken.None))
        {
            var elapsed = (time.GetUtcNow() - start).TotalSeconds;
            foreach (ref readonly var p in batch.Packets)
            {
                seen.Add(p.Data[0]);
                Assert.InRange((p.Time.Nanoseconds - 5_000_000_000) / 1e9 / factor, 0, elapsed);
            }
        }

        Assert.Equal([0, 1, 2, 3, 4], seen);
        Assert.Equal(seconds, (time.GetUtcNow() - start).TotalSeconds, 3);
    }

    [Fact]
    public void A_read_without_a_due_packet_is_empty_after_the_poll_interval_and_the_clock_goes_on()
    {
        var time = new ManualTime(jumpToTimers: true);
        var start = time.GetUtcNow();
        using var source = new PacedSource(new ScriptedSource(false, Packets), 1, time, TimeSpan.FromMilliseconds(250));
        Assert.Null(source.Now);
        var batch = new PacketBatch();
        source.Read(batch, CancellationToken.None);
        Assert.Equal(2, batch.Count);
        Assert.True(source.Read(batch, CancellationToken.None));
        Assert.Equal(0, batch.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(250), time.GetUtcNow() - start);
        Assert.Equal(new Timestamp(5_250_000_000), source.Now);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new Timestamp(6_000_000_000), source.Now); // a packet of that time still waits
    }

    [Fact]
    public void A_wait_ends_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var source = new PacedSource(new ScriptedSource(false, Packets), 1e-9, new ManualTime());
        var batch = new PacketBatch();
        source.Read(batch, cancel.Token);
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => source.Read(batch, cancel.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_pace_that_is_none_is_refused(double factor)
    {
        using var inner = new ScriptedSource(false);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacedSource(inner, factor, TimeProvider.System));
    }
}
