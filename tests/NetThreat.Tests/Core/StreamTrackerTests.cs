using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Core;

public class StreamTrackerTests
{
    private static readonly StreamId A = new("a", "1");
    private static readonly StreamId B = new("b", "1");
    private readonly StreamTracker _tracker = new();

    [Fact]
    public void TimeIsTheMinimumOfActiveStreams()
    {
        Mark(A, 10);
        Mark(B, 7);
        Assert.Equal(At(10), _tracker.Time);
        Mark(B, 12);
        Assert.Equal(At(10), _tracker.Time);
        Mark(A, 20);
        Assert.Equal(At(12), _tracker.Time);
    }

    [Fact]
    public void AStreamWithoutAPromiseHoldsTheTime()
    {
        _tracker.Observe(A, null);
        Mark(B, 7);
        Assert.Equal(Timestamp.MinValue, _tracker.Time);
    }

    [Fact]
    public void DrainedWhenTheLastStreamFinishedAndTimeRestsThere()
    {
        Mark(A, 10);
        Mark(B, 5, finished: true);
        Assert.False(_tracker.Drained);
        Mark(A, 11, finished: true);
        Assert.True(_tracker.Drained);
        Assert.Equal(At(11), _tracker.Time);
        Mark(new("c", "1"), 12);
        Assert.False(_tracker.Drained);
        Assert.Equal(At(12), _tracker.Time);
    }

    [Fact]
    public void AStreamThatPromisesForEverLeavesTimeWhereItHadCome()
    {
        Mark(A, 10);
        _tracker.Observe(A, new Watermark(Timestamp.MaxValue, false, true));
        Assert.True(_tracker.Drained);
        Assert.Equal(At(10), _tracker.Time);
        Mark(B, 12);
        Assert.Equal(At(12), _tracker.Time);
    }

    [Fact]
    public void AStreamSetAsideReturnsWhenItHasCaughtUp()
    {
        Mark(A, 10, live: true);
        Mark(B, 50, live: true);
        Assert.Equal([A], _tracker.Lagging(TimeSpan.FromSeconds(30)));
        _tracker.SetAside(A);
        Assert.Equal(At(50), _tracker.Time);
        Mark(A, 40, live: true);
        Mark(B, 60, live: true);
        Assert.Equal(At(60), _tracker.Time);
        Mark(A, 60, live: true);
        Mark(B, 70, live: true);
        Assert.Equal(At(60), _tracker.Time);
    }

    [Fact]
    public void SavedStateIsTheSame()
    {
        Mark(A, 10, live: true);
        Mark(new("weird name/x", "r 1"), 20, live: true);
        _tracker.SetAside(A);
        var copy = new StreamTracker();
        copy.Restore(_tracker.Save());
        Assert.Equal(_tracker.Save(), copy.Save());
        Assert.Equal(_tracker.Time, copy.Time);
    }

    private static Timestamp At(int seconds) => Timestamp.FromSeconds(seconds);

    private void Mark(StreamId stream, int seconds, bool live = false, bool finished = false) => _tracker.Observe(stream, new Watermark(At(seconds), live, finished));
}
