using System.Numerics;
using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>First weights, drawn from a seed: each parameter has a random stream of its own, so that layers do not disturb each other.</summary>
internal static class WeightInitialisation
{
    /// <summary>Draws all parameters as they say, and refreshes the network.</summary>
    public static void Draw<T>(Layer<T> network, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = 0;
        foreach (var parameter in network.Parameters) Draw(parameter, Xoshiro256.WordAt(seed, index++));
        network.Refresh();
    }

    private static void Draw<T>(Parameter<T> parameter, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parameter.Initial == InitialWeights.Kept) return;
        double bound = parameter.Initial == InitialWeights.Glorot ? Math.Sqrt(6.0 / (parameter.Rows + parameter.Columns)) : 1 / Math.Sqrt(parameter.Fan);
        var random = new Xoshiro256(seed);
        foreach (ref T value in parameter.Values.AsSpan()) value = T.CreateChecked((random.NextDouble() * 2 - 1) * bound);
    }
}
