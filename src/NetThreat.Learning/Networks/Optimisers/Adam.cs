using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Optimisers;

/// <summary>
/// Adam (Kingma and Ba, 2015), in the form of PyTorch: p ← p - rate / (1 - β1^t) m / (√v / √(1 - β2^t) + ε). With weight decay it is AdamW
/// (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): p ← p (1 - rate decay) before the step.
/// </summary>
internal sealed class Adam<T>(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) : IOptimiser<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[][]? _mean, _square;
    private double _power1 = 1, _power2 = 1;

    public void Step(IReadOnlyList<Parameter<T>> parameters, IReadOnlyList<T[]> gradients, double learningRate)
    {
        _mean ??= [.. parameters.Select(p => new T[p.Count])];
        _square ??= [.. parameters.Select(p => new T[p.Count])];
        _power1 *= beta1;
        _power2 *= beta2;
        var factors = new Factors(
            T.CreateChecked(1 - learningRate * weightDecay),
            T.CreateChecked(beta1),
            T.CreateChecked(beta2),
            T.CreateChecked(learningRate / (1 - _power1)),
            T.CreateChecked(1 / Math.Sqrt(1 - _power2)),
            T.CreateChecked(epsilon));
        for (int i = 0; i < parameters.Count; i++) Step(parameters[i].Values, gradients[i], _mean[i], _square[i], factors);
    }

    private static void Step(Span<T> p, ReadOnlySpan<T> g, Span<T> m, Span<T> v, in Factors f)
    {
        Vector<T> rest1 = new(T.One - f.Beta1), rest2 = new(T.One - f.Beta2), epsilon = new(f.Epsilon);
        int i = 0;
        for (; i <= p.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var gradient = new Vector<T>(g[i..]);
            var mean = new Vector<T>(m[i..]) * f.Beta1 + gradient * rest1;
            var square = new Vector<T>(v[i..]) * f.Beta2 + gradient * gradient * rest2;
            mean.CopyTo(m[i..]);
            square.CopyTo(v[i..]);
            (new Vector<T>(p[i..]) * f.Keep - mean * f.Rate / (Vector.SquareRoot(square) * f.Root + epsilon)).CopyTo(p[i..]);
        }
        for (; i < p.Length; i++)
        {
            m[i] = m[i] * f.Beta1 + g[i] * (T.One - f.Beta1);
            v[i] = v[i] * f.Beta2 + g[i] * g[i] * (T.One - f.Beta2);
            p[i] = p[i] * f.Keep - m[i] * f.Rate / (T.Sqrt(v[i]) * f.Root + f.Epsilon);
        }
    }

    private readonly record struct Factors(T Keep, T Beta1, T Beta2, T Rate, T Root, T Epsilon);
}
