using NetThreat.Core.Randomness;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Trees;

public class SplitThresholds
{
    [Fact]
    public void Other_conventions_send_every_value_to_the_same_side()
    {
        var random = new Xoshiro256(1);
        for (int i = 0; i < 20_000; i++)
        {
            float at = BitConverter.Int32BitsToSingle((int)random.Next());
            if (!float.IsFinite(at) || at == float.MinValue) continue;
            // A float64 just beside a float32, on it, or between two.
            double t = random.Next(3) switch { 0 => Math.BitIncrement((double)at), 1 => Math.BitDecrement((double)at), _ => at };
            foreach (float x in (float[])[at, MathF.BitIncrement(at), MathF.BitDecrement(at), -at, 0])
            {
                if (!float.IsFinite(x)) continue;
                if (t >= float.MinValue) Assert.Equal(x <= t, x <= SplitThreshold.AtMost(t));
                Assert.Equal(x < at, x <= SplitThreshold.Below(at));
            }
        }
    }

    [Theory]
    [InlineData(1e300, float.MaxValue)]
    [InlineData(3.5, 3.5f)]
    [InlineData(0.1, 0.099999994f)]
    public void Thresholds_are_rounded_down(double threshold, float expected) => Assert.Equal(expected, SplitThreshold.AtMost(threshold));

    [Fact]
    public void A_drawn_threshold_has_values_on_both_sides()
    {
        var random = new Xoshiro256(2);
        for (int i = 0; i < 20_000; i++)
        {
            float a = BitConverter.Int32BitsToSingle((int)random.Next()), b = random.Chance(0.5) ? MathF.BitIncrement(a) : BitConverter.Int32BitsToSingle((int)random.Next());
            if (!float.IsFinite(a) || !float.IsFinite(b) || a == b) continue;
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            foreach (float t in (float[])[SplitThreshold.Within(low, high, random.NextDouble()), SplitThreshold.Within(low, high, 0), SplitThreshold.Within(low, high, 1 - 1e-16), SplitThreshold.Between(low, high)])
                Assert.True(low <= t && t < high, $"{low} {t} {high}");
        }
    }
}
