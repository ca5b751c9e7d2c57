using NetThreat.Core.Net;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Saving;
using NetThreat.Learning.SequenceWindows;

namespace NetThreat.Tests.Learning.SequenceWindows;

public class FlowWindowsTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_window_holds_the_last_rows_oldest_first()
    {
        var windows = Windows(steps: 3);

        Assert.Equal([1], Add(windows, 1, 10, 1));
        Assert.Equal([1, 2], Add(windows, 1, 20, 2));
        Assert.Equal([1, 2, 3], Add(windows, 1, 30, 3));
        Assert.Equal([2, 3, 4], Add(windows, 1, 40, 4));
        Assert.Equal([9], Add(windows, 2, 40, 9));
    }

    [Fact]
    public void A_late_row_stands_where_it_belongs_in_time_and_sees_only_what_was_before()
    {
        var windows = Windows(steps: 3);
        Add(windows, 1, 10, 1);
        Add(windows, 1, 30, 3);

        Assert.Equal([1, 2], Add(windows, 1, 20, 2));
        Assert.Equal([2, 3, 4], Add(windows, 1, 40, 4));
        Assert.Equal([3, 3.5f], Add(windows, 1, 35, 3.5f));
        Assert.Equal(0, windows.Late);
        Assert.Empty(Add(windows, 1, 5, 0));
        Assert.Equal(1, windows.Late);
        Assert.Equal([3.5f, 4, 5], Add(windows, 1, 50, 5));
    }

    [Fact]
    public void After_a_long_silence_a_window_begins_anew()
    {
        var windows = Windows(steps: 3);
        Add(windows, 1, 0, 1);

        Assert.Equal([1, 2], Add(windows, 1, 3600, 2));
        Assert.Equal([3], Add(windows, 1, 7201, 3));
    }

    [Fact]
    public void The_least_recently_used_key_leaves_and_is_counted()
    {
        var windows = Windows(keys: 100);
        for (uint host = 0; host < 100; host++) Add(windows, host, 10, host);
        Add(windows, 0, 20, 0);

        Add(windows, 1000, 30, 1);

        Assert.Equal((100, 1L), (windows.Keys, windows.Evicted));
        Assert.Equal([0, 0, 7], Add(windows, 0, 40, 7));
        Assert.Equal([7], Add(windows, 1, 40, 7));
    }

    [Fact]
    public void Whatever_comes_the_windows_are_those_of_a_plain_list()
    {
        var random = new Xoshiro256(5);
        var windows = Windows(steps: 4, keys: 1000);
        var lists = new Dictionary<uint, List<(long Time, float Value)>>();
        for (int i = 0; i < 20_000; i++)
        {
            uint host = (uint)random.Next(300);
            long time = i / 10 + random.Next(40);
            var list = lists.TryGetValue(host, out var known) ? known : lists[host] = [];
            int at = list.FindLastIndex(r => r.Time <= time) + 1;
            bool late = list.Count == 4 && at == 0;
            if (!late) list.Insert(at, (time, i));
            if (list.Count > 4) (at, _) = (at - 1, list.Remove(list[0]));

            Assert.Equal(late ? [] : list.Take(at + 1).Select(r => r.Value), Add(windows, host, time, i));
        }
    }

    [Fact]
    public void Saved_and_loaded_windows_go_on_alike()
    {
        var first = Windows(keys: 50);
        var random = new Xoshiro256(3);
        for (int i = 0; i < 500; i++) Add(first, (uint)random.Next(80), i, i);
        var second = Windows(keys: 50);
        Add(second, 7, 1, 1);

        second.Load(new ModelReader(Saved(first)));

        Assert.Equal((first.Keys, first.Evicted, first.Late), (second.Keys, second.Evicted, second.Late));
        for (int i = 500; i < 1000; i++)
        {
            uint host = (uint)random.Next(80);
            Assert.Equal(Add(first, host, i, i), Add(second, host, i, i));
        }
        Assert.Equal(Saved(first), Saved(second));
    }

    [Fact]
    public void A_broken_or_foreign_state_is_refused()
    {
        var windows = Windows();
        for (int i = 0; i < 5; i++) Add(windows, 1, i, i);
        var saved = Saved(windows);

        Assert.Contains("another number", Assert.Throws<LearningException>(() => Windows(steps: 5).Load(new ModelReader(saved))).Message, StringComparison.Ordinal);
        for (int cut = 0; cut < saved.Length; cut++)
            Assert.Throws<LearningException>(() => Windows().Load(new ModelReader(saved.AsMemory(0, cut))));
        saved[^40] ^= 0x7F;
        var order = Record.Exception(() => Windows().Load(new ModelReader(saved)));
        Assert.True(order is null or LearningException);
    }

    [Fact]
    public void Adding_to_known_keys_allocates_nothing()
    {
        var windows = Windows(keys: 64);
        var row = new float[1];
        var key = new WindowKey("site", Address.FromV4(1));
        windows.Add(key, 0, row, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 1; i < 1000; i++) windows.Add(key, i * Second, row, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static FlowWindows Windows(int steps = 3, int keys = 100) => new(steps, 1, keys, TimeSpan.FromHours(1));

    private static float[] Add(FlowWindows windows, uint host, long seconds, float value)
    {
        var rows = windows.Add(new("site", Address.FromV4(host)), seconds * Second, [value], out var times);
        Assert.Equal(rows.Length, times.Length);
        return rows.ToArray();
    }

    private static byte[] Saved(FlowWindows windows)
    {
        using var stream = new MemoryStream();
        windows.Save(new ModelWriter(stream));
        return stream.ToArray();
    }
}
