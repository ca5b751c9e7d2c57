using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Conformal;
using NetThreat.Learning.Saving;

namespace NetThreat.Tests.Learning.Conformal;

public sealed class ConformalTests
{
    [Fact]
    public void Benign_rows_are_flagged_no_more_often_than_the_level()
    {
        // Over many calibrations: a single one deviates by chance, their mean must not.
        var random = new Xoshiro256(31);
        double[] levels = [0.01, 0.05, 0.2, 0.5];
        var (flagged, table, smoothed) = (new int[4], new int[4], new int[4]);
        const int Trials = 400, Tests = 50;
        for (int t = 0; t < Trials; t++)
        {
            double[] calibration = [.. Enumerable.Range(0, 199).Select(_ => Draw(random))];
            var exact = new ConformalPValues(calibration);
            var compressed = ConformalCalibrator.Fit(calibration);
            for (int i = 0; i < Tests; i++)
            {
                double s = Draw(random), u = random.NextDouble();
                for (int l = 0; l < 4; l++)
                {
                    if (exact.Of(s) <= levels[l]) flagged[l]++;
                    if (compressed.PValue(s) <= levels[l]) table[l]++;
                    if (exact.Smoothed(s, u) <= levels[l]) smoothed[l]++;
                }
            }
        }
        for (int l = 0; l < 4; l++)
        {
            double rows = Trials * Tests, slack = 4 * Math.Sqrt(levels[l] * (1 - levels[l]) * (1 / rows + 1 / 199.0 / Trials));
            Assert.True(flagged[l] / rows <= levels[l] + slack);
            Assert.True(table[l] <= flagged[l]);
            Assert.InRange(smoothed[l] / rows, levels[l] - slack, levels[l] + slack);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    public void The_table_is_small_never_too_low_and_at_most_4_percent_too_high(int rows)
    {
        var random = new Xoshiro256(32);
        double[] calibration = [.. Enumerable.Range(0, rows).Select(_ => Draw(random))];
        var exact = new ConformalPValues(calibration);
        var table = ConformalCalibrator.Fit(calibration);
        Assert.InRange(table.Scores.Length, 1, 500);
        for (int i = 0; i < 2000; i++)
        {
            double s = Draw(random), p = exact.Of(s);
            Assert.InRange(table.PValue(s), p, p * 1.04);
        }
        Assert.Equal(1, table.PValue(-1));
        Assert.Equal(1, table.PValue(double.NaN));
        Assert.Equal(1.0 / (rows + 1), table.PValue(1e9), 15);
    }

    [Fact]
    public void P_values_fall_as_scores_rise()
    {
        var random = new Xoshiro256(33);
        var table = ConformalCalibrator.Fit([.. Enumerable.Range(0, 5000).Select(_ => Draw(random))]);
        double last = 1;
        for (double s = -1; s < 20; s += 0.01)
        {
            Assert.True(table.PValue(s) <= last);
            last = table.PValue(s);
        }
    }

    [Fact]
    public void A_saved_table_gives_the_same_and_a_broken_one_is_refused()
    {
        var random = new Xoshiro256(34);
        var table = ConformalCalibrator.Fit([.. Enumerable.Range(0, 3000).Select(_ => Draw(random))]);
        using var stream = new MemoryStream();
        table.Save(new ModelWriter(stream));
        var read = ConformalCalibrator.Read(new ModelReader(stream.ToArray()));
        Assert.Equal(table.Scores.ToArray(), read.Scores.ToArray());
        Assert.Equal(table.Above.ToArray(), read.Above.ToArray());
        Assert.Throws<LearningException>(() => new ConformalCalibrator([1, 2], [1, 2], 2));
        Assert.Throws<LearningException>(() => new ConformalCalibrator([1], [2], 2));
        Assert.Throws<LearningException>(() => new ConformalCalibrator([], [], 0));
        Assert.Throws<LearningException>(() => new ConformalCalibrator([double.NaN], [1], 2));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) read.PValue(i * 0.1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void False_discoveries_stay_below_the_level()
    {
        var random = new Xoshiro256(35);
        double wrong = 0;
        for (int t = 0; t < 200; t++)
        {
            // 80 benign rows and 20 attacks.
            var exact = new ConformalPValues([.. Enumerable.Range(0, 999).Select(_ => Draw(random))]);
            double[] p = [.. Enumerable.Range(0, 100).Select(i => exact.Of(i < 80 ? Draw(random) : Draw(random) + 8))];
            var rejected = BenjaminiHochberg.Adjust(p).Select((a, i) => (a, i)).Where(x => x.a <= 0.1).ToArray();
            if (rejected.Length > 0) wrong += rejected.Count(x => x.i < 80) / (double)rejected.Length;
        }
        Assert.InRange(wrong / 200, 0, 0.1);
    }

    private static double Draw(Xoshiro256 random) => Math.Round(-Math.Log(1 - random.NextDouble()), 3);
}
