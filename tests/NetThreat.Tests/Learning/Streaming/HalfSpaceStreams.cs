using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Streaming;
using NetThreat.Learning.Tables;
using NetThreat.Tests.Learning.Forests;

namespace NetThreat.Tests.Learning.Streaming;

public class HalfSpaceStreams
{
    private static readonly HalfSpaceOptions Options = new(Trees: 15, Depth: 7, Window: 100);

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(100)]
    [InlineData(250)]
    public void A_restored_stream_goes_on_as_if_nothing_had_been(int before)
    {
        var rows = ForestSamples.Cloud(600, far: 20);
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options);
        for (int r = 0; r < before; r++) stream.Learn(rows[r]);
        var restored = Restore(Saved(stream));
        for (int r = before; r < rows.Rows; r++) Assert.Equal(stream.ScoreThenLearn(rows[r]), restored.ScoreThenLearn(rows[r]));
        Assert.Equal(Saved(stream), Saved(restored));
    }

    [Fact]
    public void Nothing_is_said_before_the_first_window_is_full()
    {
        var rows = ForestSamples.Cloud(100, far: 0);
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options);
        for (int r = 0; r < 100; r++)
        {
            Assert.False(stream.Ready);
            Assert.True(double.IsNaN(stream.ScoreThenLearn(rows[r])));
        }
        Assert.True(stream.Ready);
        Assert.InRange(stream.Score(rows[0]), 0, 1);
    }

    [Fact]
    public void What_is_normal_may_change()
    {
        var (old, changed) = (ForestSamples.Cloud(500, far: 0), ForestSamples.Cloud(500, far: 500, seed: 2));
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options with { Trees = 50 });
        for (int r = 0; r < 500; r++) stream.Learn(old[r]);
        double first = stream.Score(changed[0]), normal = stream.Score(old[499]);
        for (int r = 0; r < 500; r++) stream.Learn(changed[r]);
        double last = stream.Score(changed[0]), past = stream.Score(old[499]);
        Assert.True(first > normal && last < first && past > last, $"{normal} {first}, then {past} {last}");
    }

    [Fact]
    public void The_frozen_model_scores_like_the_stream()
    {
        var rows = ForestSamples.Cloud(350, far: 20);
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options);
        for (int r = 0; r < 350; r++) stream.Learn(rows[r]);
        var scores = new double[350];
        var frozen = stream.Freeze();
        frozen.Score(rows.All, scores);
        for (int r = 0; r < 350; r++) Assert.Equal(stream.Score(rows[r]), scores[r]);
        // What the stream learns later does not reach it.
        for (int r = 0; r < 350; r++) stream.Learn(rows[r]);
        var again = new double[350];
        frozen.Score(rows.All, again);
        Assert.Equal(scores, again);
    }

    [Fact]
    public void A_row_costs_no_memory()
    {
        var rows = ForestSamples.Cloud(400, far: 20);
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options);
        for (int r = 0; r < 150; r++) stream.ScoreThenLearn(rows[r]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int r = 150; r < 400; r++) stream.ScoreThenLearn(rows[r]);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_refused_and_change_nothing()
    {
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), Options);
        stream.Learn([1, 2, 3, 4]);
        var before = Saved(stream);
        Assert.Throws<LearningException>(() => stream.Learn([1, 2, 3]));
        Assert.Contains("c2", Assert.Throws<LearningException>(() => stream.Learn([1, 2, float.NaN, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<LearningException>(() => stream.Score([1, 2, float.PositiveInfinity, 4]));
        Assert.Throws<LearningException>(stream.Freeze);
        Assert.Equal(before, Saved(stream));
    }

    [Theory]
    [InlineData(0, 5, 100)]
    [InlineData(1001, 5, 100)]
    [InlineData(10, 0, 100)]
    [InlineData(10, 17, 100)]
    [InlineData(1000, 16, 100)]
    [InlineData(10, 5, 1)]
    public void Sizes_out_of_range_are_refused(int trees, int depth, int window) =>
        Assert.Throws<LearningException>(() => new HalfSpaceStream(ColumnSet.Numbered(4), new HalfSpaceOptions(trees, depth, window)));

    [Theory]
    [InlineData(40)]
    [InlineData(130)]
    public void Broken_state_is_refused_or_harmless(int rows)
    {
        var table = ForestSamples.Cloud(400, far: 20);
        var stream = new HalfSpaceStream(ColumnSet.Numbered(4), new HalfSpaceOptions(3, 4, 100));
        for (int r = 0; r < rows; r++) stream.Learn(table[r]);
        var state = Saved(stream);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            var random = new Xoshiro256((ulong)i);
            var broken = state.ToArray();
            int at = random.Next(broken.Length);
            if (random.Chance(0.5)) broken[at] ^= (byte)(1 << random.Next(8));
            else BitConverter.TryWriteBytes(broken.AsSpan(at & ~3), random.Between(-3, 300));
            try
            {
                var restored = Restore(broken);
                for (int r = 0; r < 250; r++)
                {
                    bool ready = restored.Ready;
                    Assert.Equal(!ready, double.IsNaN(restored.ScoreThenLearn(table[r])));
                }
            }
            catch (LearningException)
            {
                refused++;
            }
        }
        Assert.True(refused > 10, $"{refused} refused");
        for (int length = 0; length < state.Length; length += 7) Assert.Throws<LearningException>(() => Restore(state[..length]));
    }

    private static HalfSpaceStream Restore(byte[] state)
    {
        var reader = new ModelReader(state);
        var stream = HalfSpaceStream.Restore(reader, ColumnSet.Numbered(4));
        reader.End();
        return stream;
    }

    private static byte[] Saved(HalfSpaceStream stream)
    {
        var state = new MemoryStream();
        stream.Save(new ModelWriter(state));
        return state.ToArray();
    }
}
