using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Drift;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Drift;

public class DriftTests
{
    [Fact]
    public void The_exact_distribution_counts_lattice_paths()
    {
        // 3 and 3 values have 20 orders; D = 1 for 2 of them, D >= 2/3 for all that ever get 2 ahead: 12.
        Assert.Equal(2.0 / 20, Kolmogorov.Exact(1, 3, 3), 14);
        Assert.Equal(12.0 / 20, Kolmogorov.Exact(2.0 / 3, 3, 3), 14);
        Assert.Equal(1, Kolmogorov.Exact(1.0 / 3, 3, 3), 14);
        Assert.Equal(1, Kolmogorov.Exact(0, 3, 3));
    }

    [Fact]
    public void The_two_forms_of_the_limit_meet() => Assert.Equal(Kolmogorov.Limit(0.999_999_999), Kolmogorov.Limit(1.000_000_001), 8);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public void The_one_sample_distribution_has_its_known_corner(int n)
    {
        // P(D_n < d) = n! (2d - 1/n)^n for 1/(2n) <= d <= 1/n.
        double d = 0.75 / n, below = 1;
        for (int i = 1; i <= n; i++) below *= i * (2 * d - 1.0 / n);
        Assert.Equal(1 - below, Kolmogorov.OneSample(d, n), 12);
    }

    [Fact]
    public void P_values_without_drift_are_uniform()
    {
        var random = new Xoshiro256(5);
        var p = Enumerable.Range(0, 2000).Select(_ => TwoSample.KolmogorovSmirnov(Draw(random, 40), Draw(random, 37)).PValue).ToArray();

        foreach (double level in new[] { 0.01, 0.05, 0.2, 0.5 }) Assert.InRange(p.Count(v => v <= level) / 2000.0, level * 0.6 - 0.01, level * 1.15 + 0.01);
    }

    [Fact]
    public void Wasserstein_of_a_shift_is_the_shift_and_the_order_of_samples_matters_not()
    {
        var random = new Xoshiro256(6);
        double[] a = Draw(random, 50), b = Draw(random, 70), shifted = [.. a.Select(v => v + 3)];

        Assert.Equal(3, TwoSample.Wasserstein(a, shifted), 12);
        Assert.Equal(TwoSample.Wasserstein(a, b), TwoSample.Wasserstein(b, a), 12);
        Assert.Equal(0, TwoSample.Wasserstein(a, a));
    }

    [Fact]
    public void Stability_is_0_for_the_same_sample_and_symmetric()
    {
        var random = new Xoshiro256(7);
        double[] a = Draw(random, 200), b = Draw(random, 300), edges = PopulationStability.QuantileEdges(a);

        Assert.Equal(0, PopulationStability.Index(a, a, edges));
        Assert.Equal(PopulationStability.Index(a, b, edges), PopulationStability.Index(b, a, edges), 12);
    }

    [Fact]
    public void The_window_of_adwin_is_what_it_saw_while_nothing_changes()
    {
        var random = new Xoshiro256(8);
        var values = Draw(random, 3000);
        var adwin = new Adwin { Delta = 1e-9 };
        foreach (double value in values) Assert.False(adwin.Update(value));

        double mean = values.Average();
        Assert.Equal(3000, adwin.Width);
        Reference.Close(mean, adwin.Mean, 1e-12);
        Reference.CloseRelative(values.Sum(v => (v - mean) * (v - mean)), adwin.Deviations, 1e-9);
    }

    [Fact]
    public void Every_detector_sees_a_shift_soon_and_refuses_what_is_not_finite()
    {
        foreach (IDriftDetector detector in new IDriftDetector[] { new Adwin(), new PageHinkley { Threshold = 20, Delta = 0.1 }, new Kswin(1) { Alpha = 1e-4 } })
        {
            var random = new Xoshiro256(9);
            int first = -1;
            for (int i = 0; i < 1000 && first < 0; i++)
            {
                if (detector.Update(SampleTables.Normal(random) + (i < 500 ? 0 : 3))) first = i;
            }
            Assert.True(first is >= 500 and < 560, $"{detector.GetType().Name} at {first}");
            Assert.Throws<LearningException>(() => detector.Update(double.NaN));
        }
    }

    [Fact]
    public void Samples_that_are_empty_or_not_finite_are_refused()
    {
        Assert.Throws<LearningException>(() => TwoSample.KolmogorovSmirnov([], [1]));
        Assert.Contains("value 2", Assert.Throws<LearningException>(() => TwoSample.Wasserstein([1, double.NaN], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<LearningException>(() => PopulationStability.Index([0L, 0], [1L, 2]));
        Assert.Throws<LearningException>(() => ChiSquare.Homogeneity([1, 2], [1, 2, 3]));
        Assert.Throws<LearningException>(() => new Kswin(1) { StatSize = 60 }.Update(1));
    }

    [Theory]
    [InlineData(1, 3.841458820694124, 0.05)]
    [InlineData(2, 5.991464547107979, 0.05)]
    [InlineData(10, 18.307038053275146, 0.05)]
    [InlineData(5, 0.5543, 0.99)]
    public void Chi_square_tails_are_those_of_the_tables(int freedom, double statistic, double p) =>
        Assert.Equal(p, IncompleteGamma.Upper(freedom / 2.0, statistic / 2), 4);

    private static double[] Draw(Xoshiro256 random, int count) => [.. Enumerable.Range(0, count).Select(_ => SampleTables.Normal(random))];
}
