using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Randomness;

/// <summary>The distributions that traffic is made of.</summary>
internal static class Distributions
{
    /// <summary>Waiting time of a Poisson process.</summary>
    public static TimeSpan Exponential(this Xoshiro256 random, TimeSpan mean) =>
        TimeSpan.FromTicks((long)(mean.Ticks * -PortableMath.Log(1 - random.NextDouble() + 1e-300)));

    /// <summary>Pareto with the given smallest value and tail index, cut at <paramref name="max"/>: the heavy tail of transfer sizes.</summary>
    public static int Pareto(this Xoshiro256 random, int min, double tail, int max)
    {
        double logarithm = -PortableMath.Log(1 - random.NextDouble() + 1e-300) / tail;
        return logarithm > 30 ? max : (int)Math.Min(max, min * PortableMath.Exp(logarithm));
    }

    /// <summary>Log-normal; the normal variate is the sum of twelve uniforms less six, cut at six deviations.</summary>
    public static double LogNormal(this Xoshiro256 random, double median, double sigma)
    {
        double z = -6;
        for (int i = 0; i < 12; i++) z += random.NextDouble();
        return median * PortableMath.Exp(sigma * z);
    }

    public static TimeSpan Uniform(this Xoshiro256 random, TimeSpan low, TimeSpan high) =>
        low + TimeSpan.FromTicks((long)((high - low).Ticks * random.NextDouble()));

    public static TimeSpan Milliseconds(this Xoshiro256 random, double low, double high) =>
        TimeSpan.FromTicks((long)((low + (high - low) * random.NextDouble()) * TimeSpan.TicksPerMillisecond));
}
