using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>Normally distributed numbers.</summary>
internal static class Noise
{
    /// <summary>Adds normal noise of the given standard deviation.</summary>
    public static void Add(Span<float> values, double deviation, Xoshiro256 random)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            var (first, second) = NormalPair(random);
            values[i] += (float)(first * deviation);
            if (i + 1 < values.Length) values[i + 1] += (float)(second * deviation);
        }
    }

    /// <summary>Two independent standard normal numbers, by the polar method (Marsaglia and Bray, 1964).</summary>
    public static (double First, double Second) NormalPair(Xoshiro256 random)
    {
        while (true)
        {
            double x = 2 * random.NextDouble() - 1, y = 2 * random.NextDouble() - 1, square = x * x + y * y;
            if (square is >= 1 or 0) continue;
            double factor = Math.Sqrt(-2 * PortableMath.Log(square) / square);
            return (x * factor, y * factor);
        }
    }
}
