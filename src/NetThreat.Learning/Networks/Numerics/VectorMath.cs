using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetThreat.Learning.Networks.Numerics;

/// <summary>
/// Arithmetic on vectors of float32 or float64 by the same code. Every function is made of the four operations, fused multiply-add and bit shifts, which
/// IEEE 754 rounds in one way: a value's result depends neither on the width of the vectors nor on the place in them.
/// </summary>
internal static unsafe class VectorMath
{
    /// <summary>a b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>
    /// e^x to about one unit in the last place: 2^k times the Taylor series of the rest, |rest| &lt;= ln 2 / 2. Beyond the range of normal numbers
    /// the argument is clamped; NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? ExpSingle(x.As<T, float>()).As<float, T>() : ExpDouble(x.As<T, double>()).As<double, T>();

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sigmoid<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / (Vector<T>.One + Exp(-x));

    /// <summary>tanh |x| = (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Tanh<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = Vector.Abs(x);
        var e = Exp(-(magnitude + magnitude));
        return Vector.CopySign((Vector<T>.One - e) / (Vector<T>.One + e), x);
    }

    /// <summary>The first <paramref name="count"/> values, or a whole vector where there are enough; the rest is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load<T>(T* from, int count)
        where T : unmanaged => count >= Vector<T>.Count ? Vector.Load(from) : LoadPart(from, count);

    /// <summary>Stores the first <paramref name="count"/> values, or the whole vector where there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector<T> value, T* to, int count)
        where T : unmanaged
    {
        if (count >= Vector<T>.Count) Vector.Store(value, to);
        else StorePart(value, to, count);
    }

    private static Vector<T> LoadPart<T>(T* from, int count)
        where T : unmanaged
    {
        var value = default(Vector<T>);
        Unsafe.CopyBlockUnaligned(&value, from, (uint)(count * sizeof(T)));
        return value;
    }

    private static void StorePart<T>(Vector<T> value, T* to, int count)
        where T : unmanaged => Unsafe.CopyBlockUnaligned(to, &value, (uint)(count * sizeof(T)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpSingle(Vector<float> x)
    {
        // The native minimum and maximum give NaN, or their second argument when one is NaN.
        x = Vector.MinNative(new Vector<float>(88f), Vector.MaxNative(new Vector<float>(-87f), x));

        // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<float>(1.442_695_04f), new Vector<float>(12_582_912f));
        var k = shifted - new Vector<float>(12_582_912f);
        var r = Vector.FusedMultiplyAdd(k, new Vector<float>(-0.693_359_375f), x);
        r = Vector.FusedMultiplyAdd(k, new Vector<float>(2.121_944_4e-4f), r);
        var sum = new Vector<float>(1f / 5040);
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1f / 720));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1f / 120));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1f / 24));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(1f / 6));
        sum = Vector.FusedMultiplyAdd(sum, r, new Vector<float>(0.5f));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
        return (sum.As<float, int>() + Vector.ShiftLeft(shifted.As<float, int>(), 23)).As<int, float>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpDouble(Vector<double> x)
    {
        x = Vector.MinNative(new Vector<double>(709.0), Vector.MaxNative(new Vector<double>(-708.0), x));
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<double>(1.442_695_040_888_963_4), new Vector<double>(6_755_399_441_055_744.0));
        var k = shifted - new Vector<double>(6_755_399_441_055_744.0);
        var r = Vector.FusedMultiplyAdd(k, new Vector<double>(-6.931_471_803_691_238_16e-1), x);
        r = Vector.FusedMultiplyAdd(k, new Vector<double>(-1.908_214_929_270_587_70e-10), r);
        var sum = new Vector<double>(1 / 6_227_020_800.0);
        double factorial = 6_227_020_800.0;
        for (int i = 13; i >= 1; i--) sum = Vector.FusedMultiplyAdd(sum, r, new Vector<double>(1 / (factorial /= i)));
        return (sum.As<double, long>() + Vector.ShiftLeft(shifted.As<double, long>(), 52)).As<long, double>();
    }
}
