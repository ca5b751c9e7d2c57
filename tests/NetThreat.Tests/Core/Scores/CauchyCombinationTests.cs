using NetThreat.Core.Scores;

namespace NetThreat.Tests.Core.Scores;

public class CauchyCombinationTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    public void One_value_or_several_equal_ones_stay_as_they_are(double p)
    {
        Assert.Equal(1, CauchyCombination.Of([p]) / p, 6);
        Assert.Equal(1, CauchyCombination.Of([p, p, p]) / p, 6);
    }

    /// <summary>In the tail the variate is 1 / (pi p): the joint value of one small among n is about n times it.</summary>
    [Fact]
    public void One_small_value_among_several_counts_with_their_number()
    {
        Assert.Equal(1, CauchyCombination.Of([1e-6, 0.5, 0.5]) / 3e-6, 3);
        Assert.True(CauchyCombination.Of([1e-6, 1e-6, 0.5]) < CauchyCombination.Of([1e-6, 0.5, 0.5]));
    }

    [Fact]
    public void Ends_and_nothing()
    {
        Assert.True(double.IsNaN(CauchyCombination.Of([])));
        Assert.InRange(CauchyCombination.Of([0, 0]), 0, 1e-14);
        Assert.InRange(CauchyCombination.Of([1, 1]), 1 - 1e-9, 1);
        Assert.InRange(CauchyCombination.Of([0, 1]), 0.4, 0.6);
    }

    /// <summary>Independent uniform values: the share at or below a level is about the level.</summary>
    [Fact]
    public void Uniform_values_stay_uniform()
    {
        var random = new Random(4);
        int below = 0;
        for (int i = 0; i < 20_000; i++)
            if (CauchyCombination.Of([random.NextDouble(), random.NextDouble(), random.NextDouble()]) <= 0.05) below++;
        Assert.InRange(below, 900, 1100);
    }
}
