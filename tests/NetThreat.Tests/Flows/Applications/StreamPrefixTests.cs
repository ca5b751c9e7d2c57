using NetThreat.Flows.Applications;

namespace NetThreat.Tests.Flows.Applications;

public class StreamPrefixTests
{
    private const int Limit = 4096;
    private readonly PrefixBuffers _buffers = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Segments_with_little_disorder_and_repetitions_give_the_stream(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            byte[] stream = new byte[random.Next(1, 6000)];
            random.NextBytes(stream);
            var segments = Cut(stream, random);
            for (int i = 0; i + 1 < segments.Count; i++)
                if (random.Next(4) == 0) (segments[i], segments[i + 1]) = (segments[i + 1], segments[i]);
            for (int i = 0; i < 3; i++) segments.Insert(random.Next(segments.Count), segments[random.Next(segments.Count)]);
            var prefix = new StreamPrefix();
            foreach (var (from, length) in segments.Concat(Cut(stream, random))) prefix.Add(from, stream.AsSpan(from, length), true, Limit, _buffers);
            Assert.True(prefix.Data.SequenceEqual(stream.AsSpan(0, Math.Min(stream.Length, Limit))));
            prefix.Release(_buffers);
        }
    }

    [Fact]
    public void A_hole_keeps_what_is_behind_it_until_it_is_filled()
    {
        var prefix = new StreamPrefix();
        Assert.True(prefix.Add(0, "abc"u8, true, Limit, _buffers));
        Assert.False(prefix.Add(5, "fgh"u8, true, Limit, _buffers));
        Assert.Equal(3, prefix.Length);
        Assert.True(prefix.Add(3, "de"u8, true, Limit, _buffers));
        Assert.Equal("abcdefgh"u8, prefix.Data);
    }

    [Fact]
    public void Segments_beyond_the_window_end_a_stream_with_a_hole()
    {
        var prefix = new StreamPrefix();
        prefix.Add(0, "abc"u8, true, Limit, _buffers);
        for (int i = 0; i < 20; i++) prefix.Add(Limit + 1, "x"u8, true, Limit, _buffers);
        Assert.True(prefix.IsLast(Limit));
        Assert.False(prefix.Add(3, "d"u8, true, Limit, _buffers));
    }

    [Fact]
    public void A_segment_that_the_capture_cut_short_ends_the_stream()
    {
        var prefix = new StreamPrefix();
        Assert.True(prefix.Add(0, "abc"u8, false, Limit, _buffers));
        Assert.True(prefix.IsLast(Limit));
    }

    [Fact]
    public void Buffers_are_used_again()
    {
        for (int i = 0; i < 100; i++)
        {
            var prefix = new StreamPrefix();
            prefix.Add(0, new byte[300], true, Limit, _buffers);
            prefix.Add(300, new byte[3000], true, Limit, _buffers);
            prefix.Release(_buffers);
        }

        Assert.InRange(_buffers.Bytes, 1, 3 * Limit);
    }

    private static List<(int From, int Length)> Cut(byte[] stream, Random random)
    {
        var segments = new List<(int, int)>();
        for (int at = 0; at < stream.Length;)
        {
            int n = Math.Min(random.Next(1, 1500), stream.Length - at);
            segments.Add((at, n));
            at += n;
        }

        return segments;
    }
}
