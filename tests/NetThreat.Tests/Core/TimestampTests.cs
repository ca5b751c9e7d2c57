using NetThreat.Core.Time;

namespace NetThreat.Tests.Core;

public class TimestampTests
{
    [Theory]
    [InlineData(12_345, 5, 10_000)]
    [InlineData(-1, 5, -5_000)]
    [InlineData(10_000, 5, 10_000)]
    public void FloorIsAnchoredAtTheEpoch(long milliseconds, int seconds, long expected) =>
        Assert.Equal(expected * 1_000_000, new Timestamp(milliseconds * 1_000_000).Floor(TimeSpan.FromSeconds(seconds)).Nanoseconds);

    [Fact]
    public void InfiniteMarksStayInfinite()
    {
        Assert.Equal(Timestamp.MaxValue, Timestamp.MaxValue + TimeSpan.FromDays(1));
        Assert.Equal(Timestamp.MinValue, Timestamp.MinValue - TimeSpan.FromDays(1));
        Assert.Equal(Timestamp.MinValue, Timestamp.MinValue + TimeSpan.FromDays(1));
    }

    [Fact]
    public void AdditionSaturates() => Assert.Equal(Timestamp.MaxValue, new Timestamp(long.MaxValue - 5) + TimeSpan.FromTicks(1));

    [Fact]
    public void TextIsRfc3339() => Assert.Equal("2023-11-14T22:13:20.000001Z", Timestamp.FromSeconds(1_700_000_000, 1_500).ToString());
}
