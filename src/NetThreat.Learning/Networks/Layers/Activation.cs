using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>The function between two layers.</summary>
public enum Activation
{
    /// <summary>(e^x - e^-x) / (e^x + e^-x).</summary>
    Tanh,

    /// <summary>max(x, 0), with derivative 0 at 0.</summary>
    Relu,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x for positive x, 0.01 x otherwise.</summary>
    LeakyRelu,
}

/// <summary>Values of the activations and their derivatives, which all can be told from the value.</summary>
internal static class ActivationFunctions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T s_leak = T.CreateChecked(0.01);

    public static void Apply(Activation activation, ReadOnlySpan<T> x, Span<T> y)
    {
        switch (activation)
        {
            case Activation.Tanh: VectorMap.Apply<T, VectorTanh<T>>(x, y); break;
            case Activation.Relu: VectorMap.Apply<T, ReluValue>(x, y); break;
            case Activation.Sigmoid: VectorMap.Apply<T, VectorSigmoid<T>>(x, y); break;
            case Activation.LeakyRelu: VectorMap.Apply<T, LeakyReluValue>(x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
        }
    }

    /// <summary>gradient by x = gradient by y × derivative at y.</summary>
    public static void Differentiate(Activation activation, ReadOnlySpan<T> y, ReadOnlySpan<T> gradient, Span<T> result)
    {
        switch (activation)
        {
            case Activation.Tanh: VectorMap.Apply<T, TanhGradient>(y, gradient, result); break;
            case Activation.Relu: VectorMap.Apply<T, ReluGradient>(y, gradient, result); break;
            case Activation.Sigmoid: VectorMap.Apply<T, SigmoidGradient>(y, gradient, result); break;
            case Activation.LeakyRelu: VectorMap.Apply<T, LeakyReluGradient>(y, gradient, result); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
        }
    }

    private readonly struct TanhGradient : IVectorFunction2<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y) => y * (Vector<T>.One - x * x);
    }

    private readonly struct ReluValue : IVectorFunction<T>
    {
        public static Vector<T> Apply(Vector<T> x) => Vector.Max(x, Vector<T>.Zero);
    }

    private readonly struct ReluGradient : IVectorFunction2<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), y, Vector<T>.Zero);
    }

    private readonly struct SigmoidGradient : IVectorFunction2<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y) => y * (x * (Vector<T>.One - x));
    }

    private readonly struct LeakyReluValue : IVectorFunction<T>
    {
        public static Vector<T> Apply(Vector<T> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * s_leak);
    }

    private readonly struct LeakyReluGradient : IVectorFunction2<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), y, y * s_leak);
    }
}
