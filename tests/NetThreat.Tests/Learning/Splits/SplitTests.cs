using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Splits;

public sealed class SplitTests
{
    [Theory]
    [InlineData(SplitKind.Shuffled)]
    [InlineData(SplitKind.Stratified)]
    [InlineData(SplitKind.Grouped)]
    [InlineData(SplitKind.TimeOrdered)]
    public void Parts_share_no_row_and_repeat_with_the_seed(SplitKind kind)
    {
        var data = Data(1000);
        foreach (double share in new[] { 0.1, 0.25, 0.5, 0.8 })
        {
            var split = new HoldOut { Kind = kind, TestShare = share, Seed = 7 }.Of(data);
            Assert.Equal(Enumerable.Range(0, 1000), split.Train.Concat(split.Test).Order());
            Assert.InRange(split.Test.Length / 1000.0, share - 0.06, share + 0.06);
            var again = new HoldOut { Kind = kind, TestShare = share, Seed = 7 }.Of(data);
            Assert.Equal(split.Test, again.Test);
            if (kind != SplitKind.TimeOrdered) Assert.NotEqual(split.Test, new HoldOut { Kind = kind, TestShare = share, Seed = 8 }.Of(data).Test);
        }
    }

    [Theory]
    [InlineData(SplitKind.Shuffled)]
    [InlineData(SplitKind.Stratified)]
    [InlineData(SplitKind.Grouped)]
    public void Every_row_is_tested_once(SplitKind kind)
    {
        var splits = new KFold { Kind = kind, Folds = 5, Seed = 1 }.Of(Data(503));
        Assert.Equal(5, splits.Count);
        Assert.Equal(Enumerable.Range(0, 503), splits.SelectMany(s => s.Test).Order());
        Assert.All(splits, s => Assert.Equal(503, s.Train.Union(s.Test).Count()));
        Assert.All(splits, s => Assert.InRange(s.Test.Length, 80, 125));
    }

    [Fact]
    public void No_group_is_torn_and_classes_stay_even()
    {
        var data = Data(2000);
        var splits = new KFold { Kind = SplitKind.Grouped, Folds = 4, Seed = 3 }.Of(data);
        foreach (var split in splits.Append(new HoldOut { Kind = SplitKind.Grouped, Seed = 3 }.Of(data)))
        {
            Assert.Empty(split.Train.Select(r => data.Groups![r]).Intersect(split.Test.Select(r => data.Groups![r])));
            double attacks = split.Test.Count(r => data.Labels![r] == 1) / (double)split.Test.Length;
            Assert.InRange(attacks, 0.03, 0.2);
        }
    }

    [Fact]
    public void Classes_have_the_same_shares_in_both_parts()
    {
        var data = Data(1000);
        int attacks = data.Labels!.Count(l => l == 1), rare = data.Labels!.Count(l => l == 2);
        var split = new HoldOut { Kind = SplitKind.Stratified, TestShare = 0.2 }.Of(data);
        Assert.Equal(200, split.Test.Length);
        Assert.InRange(split.Test.Count(r => data.Labels![r] == 1), attacks * 0.2 - 1, attacks * 0.2 + 1);
        Assert.InRange(split.Test.Count(r => data.Labels![r] == 2), rare * 0.2 - 1, rare * 0.2 + 1);
        foreach (var fold in new KFold { Kind = SplitKind.Stratified, Folds = 5 }.Of(data))
            Assert.InRange(fold.Test.Count(r => data.Labels![r] == 1), attacks / 5, attacks / 5 + 1);
    }

    [Fact]
    public void No_test_row_is_as_early_as_a_training_row()
    {
        var data = Data(900);
        foreach (var split in new KFold { Kind = SplitKind.TimeOrdered, Folds = 4 }.Of(data).Append(new HoldOut { Kind = SplitKind.TimeOrdered }.Of(data)))
            Assert.True(split.Train.Max(r => data.Times![r]) < split.Test.Min(r => data.Times![r]));
    }

    [Fact]
    public void What_the_data_lacks_is_named()
    {
        var plain = new TrainingData(new Matrix(10, 1));
        Assert.Contains("groups", Assert.Throws<LearningException>(() => new HoldOut { Kind = SplitKind.Grouped }.Of(plain)).Message, StringComparison.Ordinal);
        Assert.Contains("labels", Assert.Throws<LearningException>(() => new KFold { Kind = SplitKind.Stratified }.Of(plain)).Message, StringComparison.Ordinal);
        Assert.Contains("times", Assert.Throws<LearningException>(() => new KFold { Kind = SplitKind.TimeOrdered }.Of(plain)).Message, StringComparison.Ordinal);
        Assert.Equal(5, new KFold().Of(plain).Count);
        Assert.Throws<LearningException>(() => new KFold { Folds = 11 }.Of(plain));
        Assert.Throws<LearningException>(() => new HoldOut { TestShare = 1 }.Of(plain));
        Assert.Throws<LearningException>(() => new HoldOut { Kind = SplitKind.TimeOrdered }.Of(new TrainingData(new Matrix(10, 1)) { Times = new long[10] }));
        Assert.Throws<LearningException>(() => new KFold { Kind = SplitKind.Grouped }.Of(new TrainingData(new Matrix(10, 1)) { Groups = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] }));
    }

    [Fact]
    public void Balanced_weights_make_every_class_weigh_the_same()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 1, 1, 3];
        double[] weights = ClassBalance.Weights(labels, 4);
        Assert.Equal([0.5, 1.5, 0, 3], weights);
        Assert.Equal(9, labels.Sum(l => weights[l]), 12);
        var data = ClassBalance.Weighted(new TrainingData(new Matrix(9, 1)) { Labels = labels, Classes = ["a", "b", "c", "d"], Weights = [2, 1, 1, 1, 1, 1, 1, 1, 1] });
        Assert.Equal([1, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1.5f, 1.5f, 3], data.Weights!);
    }

    [Fact]
    public void Sampling_evens_the_classes_out()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(r => r % 50 == 0 ? 1 : r % 10 == 3 ? 2 : 0)];
        int[] under = ClassBalance.UnderSample(labels, seed: 5, ratio: 2), over = ClassBalance.OverSample(labels, seed: 5, share: 0.5);
        Assert.Equal([40, 20, 40], new[] { 0, 1, 2 }.Select(c => under.Count(r => labels[r] == c)));
        Assert.Equal(under.Distinct().Order(), under);
        int most = labels.Count(l => l == 0);
        Assert.Equal([most, most / 2, most / 2], new[] { 0, 1, 2 }.Select(c => over.Count(r => labels[r] == c)));
        Assert.Equal(Enumerable.Range(0, 1000), over.Take(1000));
        Assert.Equal(over, ClassBalance.OverSample(labels, seed: 5, share: 0.5));
    }

    private static TrainingData Data(int rows)
    {
        var random = new Xoshiro256(51);
        int[] groups = [.. Enumerable.Range(0, rows).Select(_ => random.Next(40) * random.Next(3))];
        return new TrainingData(new Matrix(rows, 1))
        {
            Labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(100) switch { < 2 => 2, < 12 => 1, _ => 0 })],
            Classes = ["benign", "attack", "rare"],
            Groups = [.. groups.Select((g, r) => g == 0 ? 1000 + r % 20 : g)],
            Times = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(300))],
        };
    }
}
