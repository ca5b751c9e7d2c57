using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Profiles;

public class ProfileTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_scale_of_normal_values_is_their_standard_deviation_whatever_a_third_of_outliers_does()
    {
        var random = new Xoshiro256(1);
        var values = Enumerable.Range(0, 30_000).Select(i => i % 3 == 0 ? 1e9f : (float)(5 + 2 * SampleTables.Normal(random))).ToArray();

        var clean = RobustScale.Of(values.Where(v => v < 1e9f).ToArray());
        var dirty = RobustScale.Of(values);

        Assert.InRange(clean.Median, 4.95, 5.05);
        Assert.InRange(clean.Deviation, 1.95, 2.05);
        Assert.InRange(dirty.Median, 4, 8);
        Assert.InRange(dirty.Deviation, 1, 8);
    }

    [Fact]
    public void Worked_by_hand()
    {
        // 1 2 3 4 100: median 3, deviations 2 1 0 1 97, median 1. 7 7 7 7 12: median deviation 0, mean 1. All equal: one unit.
        Assert.Equal(new RobustScale(3, 1.482602218505602), RobustScale.Of([1, 2, 3, 4, 100]));
        Assert.Equal(1.2533141373155003, RobustScale.Of([7, 7, 7, 7, 12]).Deviation, 12);
        Assert.Equal(new RobustScale(7, 1), RobustScale.Of([7, 7, float.NaN]));
        Assert.Equal(new RobustScale(0, 1), RobustScale.Of([float.NaN]));
    }

    [Theory]
    [InlineData(ZCombination.Mean)]
    [InlineData(ZCombination.Max)]
    public void Contributions_add_up_to_the_score_and_missing_values_count_nothing(ZCombination combination)
    {
        var data = new TrainingData(SampleTables.Blobs(100, 3, 1, 0, 2));
        var model = new RobustZTrainer { Combination = combination }.Fit(data, FitContext.Default);
        float[] row = [9, float.NaN, -3];
        double[] score = new double[1], parts = new double[3];

        model.Score(new Rows(row, 3), score);
        double sum = model.Explain(row, 0, parts) + parts.Sum();

        Assert.Equal(score[0], sum, 12);
        Assert.Equal(0, parts[1]);
        double first = Math.Abs(model.Scales[0].Z(9)), third = Math.Abs(model.Scales[2].Z(-3));
        Assert.Equal(combination == ZCombination.Max ? Math.Max(first, third) : (first + third) / 2, score[0], 12);
    }

    [Fact]
    public void A_profile_learns_mean_and_deviation_of_its_key()
    {
        var store = new ProfileStore(new() { Columns = 1, HalfLife = TimeSpan.FromHours(1), WarmUp = 20 });
        var random = new Xoshiro256(3);
        double[] z = new double[1], last = new double[2000];
        for (int i = 0; i < 2000; i++)
        {
            store.Observe(1, i * Second, [(float)(100 + 5 * SampleTables.Normal(random))], z);
            last[i] = z[0];
        }

        Assert.All(last[..20], v => Assert.Equal(0, v));
        Assert.InRange(Math.Sqrt(last[500..].Average(v => v * v)), 0.85, 1.2);
        Assert.True(store.Observe(1, 2000 * Second, [150], z));
        Assert.InRange(z[0], 7, 14);
        Assert.False(store.Observe(2, 2000 * Second, [150], z));
    }

    [Fact]
    public void One_huge_value_moves_a_warm_profile_little_and_time_forgets()
    {
        var store = new ProfileStore(new() { Columns = 1, HalfLife = TimeSpan.FromMinutes(1), WarmUp = 10 });
        var z = new double[1];
        for (int i = 0; i < 300; i++) store.Observe(1, i * Second, [i % 2], z);
        store.Observe(1, 300 * Second, [1e9f], z);
        Assert.True(z[0] > 1e6);
        store.Observe(1, 301 * Second, [0.5f], z);
        Assert.InRange(z[0], -0.5, 0.5);

        for (int i = 0; i < 100; i++) store.Observe(1, (3600 + 60 * i) * Second, [50 + i % 2], z);
        Assert.InRange(z[0], -3, 3);
    }

    [Fact]
    public void The_least_recently_seen_key_leaves()
    {
        var store = new ProfileStore(new() { Columns = 1, MaxKeys = 2, WarmUp = 1 });
        var z = new double[1];
        foreach (ulong key in new ulong[] { 1, 2, 1, 3 }) store.Observe(key, 0, [1], z);

        Assert.Equal((2, 1L), (store.Keys, store.Evicted));
        Assert.True(store.Observe(1, 0, [1], z));
        Assert.False(store.Observe(2, 0, [1], z));
        Assert.True(store.Reset(2));
        Assert.False(store.Reset(2));
    }

    [Fact]
    public void Saved_state_goes_on_to_the_bit()
    {
        var options = new ProfileOptions { Columns = 2, MaxKeys = 50 };
        ProfileStore whole = new(options), first = new(options);
        var random = new Xoshiro256(4);
        var observations = Enumerable.Range(0, 3000).Select(i => (Key: (ulong)random.Next(80), Time: i * Second, Values: new[] { (float)random.NextDouble(), random.Next(9) })).ToArray();
        double[] a = new double[2], b = new double[2];
        foreach (var o in observations[..1500])
        {
            whole.Observe(o.Key, o.Time, o.Values, a);
            first.Observe(o.Key, o.Time, o.Values, b);
        }

        var second = ProfileStore.Load(new ModelReader(Bytes(first)), options);
        Assert.Equal(Bytes(first), Bytes(second));
        foreach (var o in observations[1500..])
        {
            Assert.Equal(whole.Observe(o.Key, o.Time, o.Values, a), second.Observe(o.Key, o.Time, o.Values, b));
            Assert.Equal(a, b);
        }
        Assert.Equal(Bytes(whole), Bytes(second));
        Assert.Throws<LearningException>(() => ProfileStore.Load(new ModelReader(Bytes(first)), options with { Columns = 3 }));
    }

    private static byte[] Bytes(ProfileStore store)
    {
        using var stream = new MemoryStream();
        store.Save(new ModelWriter(stream));
        return stream.ToArray();
    }
}
