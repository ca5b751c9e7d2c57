using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Metrics;

namespace NetThreat.Tests.Learning.Metrics;

public sealed class RankingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_area_is_unmoved_by_rising_functions_and_turned_by_falling_ones(ulong seed)
    {
        var (scores, positive) = Rows(500, seed);
        double auc = Auc(scores, positive);
        Assert.Equal(auc, Auc([.. scores.Select(s => Math.Exp(3 * s) - 7)], positive), 15);
        Assert.Equal(1 - auc, Auc([.. scores.Select(s => -s)], positive), 14);
        Assert.Equal(1 - auc, Auc(scores, [.. positive.Select(p => !p)]), 14);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order()
    {
        var (scores, positive) = Rows(120, 4);
        double wins = 0, pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (!positive[i] || positive[j]) continue;
                pairs++;
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }
        Assert.Equal(wins / pairs, Auc(scores, positive), 14);
    }

    [Fact]
    public void Rows_that_count_several_times_are_as_rows_that_occur_several_times()
    {
        var (scores, positive) = Rows(200, 5);
        int[] times = [.. Enumerable.Range(0, 200).Select(r => r % 4)];
        var repeated = Enumerable.Range(0, 200).SelectMany(r => Enumerable.Repeat(r, times[r])).ToArray();
        var weighted = new ScoreRanking(scores, positive);
        var plain = new ScoreRanking([.. repeated.Select(r => scores[r])], [.. repeated.Select(r => positive[r])]);
        Assert.Equal(plain.RocAuc(), weighted.RocAuc(times), 14);
        Assert.Equal(plain.AveragePrecision(), weighted.AveragePrecision(times), 14);
        Assert.Equal(plain.DetectionRateAt(0.05), weighted.DetectionRateAt(0.05, times), 14);
        Assert.Equal(plain.FalsePositiveRateAt(0.9), weighted.FalsePositiveRateAt(0.9, times), 14);
    }

    [Fact]
    public void The_point_at_a_rate_realises_what_it_says()
    {
        var (scores, positive) = Rows(1000, 6);
        var ranking = new ScoreRanking(scores, positive);
        foreach (double rate in new[] { 0, 0.001, 0.01, 0.1, 1 })
        {
            var point = ranking.PointAt(rate);
            Assert.InRange(point.FalsePositiveRate, 0, rate);
            Assert.Equal(ranking.DetectionRateAt(rate), point.TruePositiveRate, 14);
            Assert.Equal(point.FalsePositiveRate, scores.Where((s, i) => !positive[i] && s >= point.Threshold).Count() / (double)ranking.Negatives, 14);
        }
    }

    [Fact]
    public void Scores_that_are_no_number_are_refused() =>
        Assert.Contains("row 2", Assert.Throws<LearningException>(() => new ScoreRanking([1, double.NaN], [true, false])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_threshold_keeps_its_budget_also_with_ties()
    {
        var random = new Xoshiro256(7);
        double[] benign = [.. Enumerable.Range(0, 1000).Select(_ => Math.Round(random.NextDouble(), 2))];
        foreach (double rate in new[] { 0, 0.0005, 0.01, 0.1, 0.5, 1 })
        {
            var choice = ThresholdChoice.ForRate(benign, rate);
            Assert.True(choice.Rate <= rate);
            Assert.Equal(choice.Flagged, benign.Count(s => s >= choice.Threshold));
            // One step lower would break it.
            var lower = benign.Where(s => s < choice.Threshold).DefaultIfEmpty(double.NaN).Max();
            if (rate < 1) Assert.True(benign.Count(s => s >= lower) > rate * 1000);
        }
        Assert.Equal(ThresholdChoice.ForRate(benign, 0.02), ThresholdChoice.ForEventsPerDay(benign, 2000, 100_000));
        Assert.True(double.IsFinite(ThresholdChoice.ForRate(benign, 0).Threshold));
        Assert.Throws<LearningException>(() => ThresholdChoice.ForRate([], 0.1));
    }

    [Fact]
    public void Intervals_hold_the_value_repeat_with_the_seed_and_narrow_with_rows()
    {
        var few = Interval(200, seed: 1);
        Assert.Equal(few, Interval(200, seed: 1));
        Assert.NotEqual(few.Low, Interval(200, seed: 2).Low);
        Assert.InRange(few.Value, few.Low, few.High);
        var many = Interval(5000, seed: 1);
        Assert.True(many.High - many.Low < (few.High - few.Low) / 2);
    }

    [Fact]
    public void Intervals_cover_the_truth_as_often_as_they_say()
    {
        int covered = 0;
        for (ulong trial = 0; trial < 150; trial++)
        {
            var random = new Xoshiro256(100 + trial);
            bool[] hits = [.. Enumerable.Range(0, 200).Select(_ => random.Chance(0.3))];
            var interval = new Bootstrap { Replicates = 200, Seed = trial }.Estimate(new int[200], times => Share(times, hits));
            // The truth is what the rows were drawn from; every second draw of an end lies on a step of 1/200.
            if (interval.Low <= 0.3 && interval.High >= 0.3) covered++;
        }
        Assert.InRange(covered / 150.0, 0.88, 0.99);
    }

    [Fact]
    public void A_paired_difference_sees_what_two_intervals_do_not()
    {
        var (scores, positive) = Rows(600, 8);
        var random = new Xoshiro256(9);
        double[] worse = [.. scores.Select(s => s + 0.7 * (random.NextDouble() - 0.5))];
        ScoreRanking a = new(scores, positive), b = new(worse, positive);
        int[] strata = [.. positive.Select(p => p ? 1 : 0)];
        var bootstrap = new Bootstrap { Replicates = 400, Seed = 3 };
        var difference = bootstrap.Difference(strata, (times, values) => (values[0], values[1]) = (a.RocAuc(times), b.RocAuc(times)));
        var single = bootstrap.Estimate(strata, times => a.RocAuc(times));
        Assert.True(difference.Low > 0);
        Assert.True(difference.High - difference.Low < single.High - single.Low);
    }

    private static double Share(int[] times, bool[] hits)
    {
        int sum = 0;
        for (int r = 0; r < times.Length; r++)
            if (hits[r]) sum += times[r];
        return sum / (double)times.Length;
    }

    private static Interval Interval(int rows, ulong seed)
    {
        var (scores, positive) = Rows(rows, 10);
        var ranking = new ScoreRanking(scores, positive);
        return new Bootstrap { Replicates = 300, Seed = seed }.Estimate([.. positive.Select(p => p ? 1 : 0)], times => ranking.RocAuc(times));
    }

    private static double Auc(double[] scores, bool[] positive) => new ScoreRanking(scores, positive).RocAuc();

    private static (double[] Scores, bool[] Positive) Rows(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        bool[] positive = [.. Enumerable.Range(0, count).Select(_ => random.Chance(0.3))];
        return ([.. positive.Select(p => Math.Round(random.NextDouble() + (p ? 0.4 : 0), 2))], positive);
    }
}
