using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;

namespace NetThreat.Tests.Core.Randomness;

public class XoshiroTests
{
    /// <summary>The authors' C program started with the state 1, 2, 3, 4.</summary>
    [Fact]
    public void Matches_the_published_generator()
    {
        var random = new Xoshiro256(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    /// <summary>SplitMix64 of seed 1234567 (the published test values).</summary>
    [Fact]
    public void Fills_its_state_with_SplitMix64()
    {
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(i => Xoshiro256.WordAt(1234567, i)));
        Assert.Equal(new Xoshiro256(expected[0], expected[1], expected[2], expected[3]).Next(), new Xoshiro256(1234567).Next());
    }

    [Fact]
    public void Bounded_numbers_are_uniform()
    {
        var random = new Xoshiro256(5);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.Next(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void Forks_do_not_share_numbers()
    {
        var random = new Xoshiro256(5);
        Assert.NotEqual(random.Fork().Next(), random.Fork().Next());
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(1.4142135623730951)]
    [InlineData(123456.789)]
    [InlineData(1e300)]
    public void Logarithm_is_exact_to_14_digits(double x) => Assert.Equal(Math.Log(x), PortableMath.Log(x), 1e-14 * Math.Max(1, Math.Abs(Math.Log(x))));

    [Theory]
    [InlineData(-700)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(30)]
    [InlineData(700)]
    public void Exponential_is_exact_to_13_digits(double x) => Assert.Equal(Math.Exp(x), PortableMath.Exp(x), 1e-13 * Math.Exp(x));

    [Fact]
    public void Waiting_times_have_their_mean()
    {
        var random = new Xoshiro256(9);
        double mean = Enumerable.Range(0, 50_000).Average(_ => random.Exponential(TimeSpan.FromSeconds(2)).TotalSeconds);
        Assert.InRange(mean, 1.96, 2.04);
    }

    [Fact]
    public void Pareto_stays_within_its_bounds_and_has_its_median()
    {
        var random = new Xoshiro256(9);
        int[] sizes = [.. Enumerable.Range(0, 50_000).Select(_ => random.Pareto(1000, 1.2, 1_000_000)).Order()];
        Assert.Equal(1000, sizes[0], 10.0);
        Assert.Equal(1_000_000, sizes[^1]);
        Assert.InRange(sizes[25_000], 1740, 1820); // 1000 x 2^(1/1.2) = 1782
    }
}
