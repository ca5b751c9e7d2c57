using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Optimisers;

/// <summary>
/// p ← p - rate v, with v = g + decay p at the first step, then v ← momentum v + g + decay p: plain gradient descent without momentum, as in PyTorch.
/// </summary>
internal sealed class StochasticGradientDescent<T>(double momentum = 0, double weightDecay = 0) : IOptimiser<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[][]? _velocity;

    public void Step(IReadOnlyList<Parameter<T>> parameters, IReadOnlyList<T[]> gradients, double learningRate)
    {
        _velocity ??= [.. parameters.Select(p => new T[p.Count])];
        T m = T.CreateChecked(momentum), decay = T.CreateChecked(weightDecay), rate = T.CreateChecked(learningRate);
        for (int i = 0; i < parameters.Count; i++) Step(parameters[i].Values, gradients[i], _velocity[i], m, decay, rate);
    }

    private static void Step(Span<T> p, ReadOnlySpan<T> g, Span<T> v, T momentum, T decay, T rate)
    {
        for (int i = 0; i < p.Length; i++)
        {
            v[i] = momentum * v[i] + (g[i] + decay * p[i]);
            p[i] -= rate * v[i];
        }
    }
}
