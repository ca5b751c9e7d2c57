using System.Numerics;

namespace NetThreat.Learning.Networks.Numerics;

internal readonly struct VectorTanh<T> : IVectorFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Vector<T> Apply(Vector<T> x) => VectorMath.Tanh(x);
}

internal readonly struct VectorSigmoid<T> : IVectorFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Vector<T> Apply(Vector<T> x) => VectorMath.Sigmoid(x);
}

internal readonly struct VectorExp<T> : IVectorFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Vector<T> Apply(Vector<T> x) => VectorMath.Exp(x);
}
