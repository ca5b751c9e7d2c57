using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Saving;

namespace NetThreat.Tests.Learning.Calibration;

public sealed class CalibratorTests
{
    [Fact]
    public void Isotonic_functions_never_fall_and_lie_between_the_targets()
    {
        var (scores, positive) = Rows(500);
        var fitted = new IsotonicRegression().Fit(scores, [.. positive.Select(p => p ? 1.0 : 0)]);
        double last = 0;
        for (double s = -6; s < 6; s += 0.01)
        {
            double p = fitted.Apply(s);
            Assert.InRange(p, last, 1);
            last = p;
        }
        Assert.True(double.IsNaN(fitted.Apply(double.NaN)));
        Assert.Equal(fitted.Values[0], fitted.Apply(double.NegativeInfinity));
    }

    [Fact]
    public void The_sum_of_the_fitted_values_is_that_of_the_targets()
    {
        var (scores, positive) = Rows(400);
        var fitted = new IsotonicRegression().Fit(scores, [.. positive.Select(p => p ? 1.0 : 0)]);
        Assert.Equal(positive.Count(p => p), scores.Sum(fitted.Apply), 9);
    }

    [Fact]
    public void Rows_of_weight_zero_say_nothing()
    {
        var fitted = new IsotonicRegression().Fit([1, 2, 3], [0, 100, 1], [1, 0, 1]);
        Assert.Equal([1, 3], fitted.Scores.ToArray());
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1)]
    [InlineData(1e9)]
    public void A_sigmoid_converges_on_any_scale(double scale)
    {
        var (scores, positive) = Rows(300);
        SigmoidCalibrator plain = SigmoidCalibrator.Fit(scores, positive), scaled = SigmoidCalibrator.Fit([.. scores.Select(s => s * scale)], positive);
        foreach (double s in scores) Assert.Equal(plain.Apply(s), scaled.Apply(s * scale), 9);
        Assert.InRange(plain.Apply(1e300), 0, 1);
        Assert.InRange(plain.Apply(-1e300), 0, 1);
    }

    [Fact]
    public void Saved_calibrators_give_the_same_bits_and_calibrating_allocates_nothing()
    {
        var (scores, positive) = Rows(300);
        foreach (ICalibrator calibrator in new ICalibrator[] { SigmoidCalibrator.Fit(scores, positive), LogOddsCalibrator.Fit([.. scores.Select(s => s / 4)], positive), new IsotonicRegression().Fit(scores, [.. positive.Select(p => p ? 1.0 : 0)]) })
        {
            using var stream = new MemoryStream();
            CalibratorFile.Write(calibrator, new ModelWriter(stream));
            var read = CalibratorFile.Read(new ModelReader(stream.ToArray()));
            double difference = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int r = 0; r < scores.Length; r++) difference += Math.Abs(read.Apply(scores[r]) - calibrator.Apply(scores[r]));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(0, difference);
            Assert.Throws<LearningException>(() => CalibratorFile.Read(new ModelReader(stream.ToArray().AsMemory(0, (int)stream.Length - 3))));
        }
        Assert.Throws<LearningException>(() => new IsotonicCalibrator([1, 1], [0, 1]));
        Assert.Throws<LearningException>(() => new IsotonicCalibrator([1, 2, 3], [0, 1, 0.5]));
    }

    private static (double[] Scores, bool[] Positive) Rows(int count)
    {
        var random = new Xoshiro256(21);
        bool[] positive = [.. Enumerable.Range(0, count).Select(_ => random.Chance(0.4))];
        return ([.. positive.Select(p => Math.Round(random.NextDouble() + random.NextDouble() + random.NextDouble() + (p ? 0.5 : 0), 2))], positive);
    }
}
