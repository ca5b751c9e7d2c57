using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Core;

public class EventTimeBufferTests
{
    private readonly EventTimeBuffer<string, int> _buffer = new();

    [Fact]
    public void HandsOutByTimeThenTieWhateverTheOrderOfArrival()
    {
        _buffer.Add("c", At(2), 1, 0);
        _buffer.Add("b", At(1), 2, 1);
        _buffer.Add("a", At(1), 1, 2);
        Assert.Equal(["a", "b"], TakeUpTo(At(2)));
        Assert.Equal(["c"], TakeUpTo(Timestamp.MaxValue));
    }

    [Fact]
    public void RemembersTheEarliestOffsetStillHeld()
    {
        _buffer.Add("late", At(9), 0, 3);
        _buffer.Add("early", At(1), 0, 3);
        _buffer.Add("next", At(2), 0, 4);
        Assert.Equal(["early", "next"], TakeUpTo(At(5)));
        Assert.Equal(3, _buffer.EarliestOffset(99));
        Assert.Equal(["late"], TakeUpTo(Timestamp.MaxValue));
        Assert.Equal(99, _buffer.EarliestOffset(99));
    }

    private static Timestamp At(int seconds) => Timestamp.FromSeconds(seconds);

    private List<string> TakeUpTo(Timestamp limit)
    {
        var taken = new List<string>();
        while (_buffer.TryTake(limit, out var item, out _)) taken.Add(item);
        return taken;
    }
}
