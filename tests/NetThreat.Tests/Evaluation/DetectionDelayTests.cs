using NetThreat.Evaluation;

namespace NetThreat.Tests.Evaluation;

public class DetectionDelayTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(100, 37)]
    [InlineData(100, 100)]
    public async Task Finds_the_shortest_prefix(int records, int expected) =>
        Assert.Equal(expected, await DetectionDelay.ShortestPrefixAsync(records, n => Task.FromResult(n >= expected)));

    [Fact]
    public async Task Takes_few_steps()
    {
        int steps = 0;
        await DetectionDelay.ShortestPrefixAsync(1_000_000, n =>
        {
            steps++;
            return Task.FromResult(n >= 777_777);
        });
        Assert.InRange(steps, 1, 20);
    }

    [Fact]
    public async Task Where_longer_prefixes_lose_it_again_the_result_is_still_a_point_of_change()
    {
        static bool Shows(int n) => n is >= 10 and < 30 or >= 80;
        int found = await DetectionDelay.ShortestPrefixAsync(100, n => Task.FromResult(Shows(n)));
        Assert.True(Shows(found) && !Shows(found - 1));
    }
}
