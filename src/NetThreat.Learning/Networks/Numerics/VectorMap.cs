using System.Numerics;

namespace NetThreat.Learning.Networks.Numerics;

/// <summary>A function of one value, on vectors.</summary>
internal interface IVectorFunction<T>
    where T : unmanaged
{
    static abstract Vector<T> Apply(Vector<T> x);
}

/// <summary>A function of two values, on vectors.</summary>
internal interface IVectorFunction2<T>
    where T : unmanaged
{
    static abstract Vector<T> Apply(Vector<T> x, Vector<T> y);
}

/// <summary>Functions applied to every value of a span; the last, partial vector goes through the same arithmetic.</summary>
internal static unsafe class VectorMap
{
    public static void Apply<T, TFunction>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T>
    {
        Demand(x.Length, result.Length);
        fixed (T* from = x, to = result) Apply<T, TFunction>(from, to, x.Length);
    }

    public static void Apply<T, TFunction>(T* from, T* to, int count)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T>
    {
        for (int i = 0; i < count; i += Vector<T>.Count) VectorMath.Store(TFunction.Apply(VectorMath.Load(from + i, count - i)), to + i, count - i);
    }

    public static void Apply<T, TFunction>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result)
        where T : unmanaged
        where TFunction : struct, IVectorFunction2<T>
    {
        Demand(x.Length, y.Length);
        Demand(x.Length, result.Length);
        fixed (T* first = x, second = y, to = result)
        {
            for (int i = 0; i < x.Length; i += Vector<T>.Count)
            {
                int left = x.Length - i;
                VectorMath.Store(TFunction.Apply(VectorMath.Load(first + i, left), VectorMath.Load(second + i, left)), to + i, left);
            }
        }
    }

    private static void Demand(int length, int other)
    {
        if (length != other) throw new ArgumentException($"{other} values where {length} are expected");
    }
}
