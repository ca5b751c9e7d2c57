using System.Numerics;

namespace NetThreat.Learning.Networks.Numerics;

/// <summary>Sums and the like over rows. The order of a sum depends on its length alone.</summary>
internal static unsafe class RowMath
{
    /// <summary>Writes <paramref name="row"/> into every row of <paramref name="to"/>.</summary>
    public static void Fill<T>(ReadOnlySpan<T> row, Span<T> to)
        where T : unmanaged
    {
        for (int i = 0; i < to.Length; i += row.Length) row.CopyTo(to[i..]);
    }

    /// <summary>Adds every row of <paramref name="rows"/> to <paramref name="sum"/>, in order.</summary>
    public static void AddRows<T>(ReadOnlySpan<T> rows, Span<T> sum)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < rows.Length; i += sum.Length) Add(rows.Slice(i, sum.Length), sum);
    }

    /// <summary>sum += x.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> sum)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) (new Vector<T>(sum[i..]) + new Vector<T>(x[i..])).CopyTo(sum[i..]);
        for (; i < x.Length; i++) sum[i] += x[i];
    }

    /// <summary>sum += factor x.</summary>
    public static void AddScaled<T>(ReadOnlySpan<T> x, T factor, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        var factors = new Vector<T>(factor);
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) VectorMath.MultiplyAdd(new Vector<T>(x[i..]), factors, new Vector<T>(sum[i..])).CopyTo(sum[i..]);
        for (; i < x.Length; i++) sum[i] = T.FusedMultiplyAdd(x[i], factor, sum[i]);
    }

    public static void Scale<T>(Span<T> x, T factor)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) (new Vector<T>(x[i..]) * factor).CopyTo(x[i..]);
        for (; i < x.Length; i++) x[i] *= factor;
    }

    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != y.Length) throw new ArgumentException($"{y.Length} values where {x.Length} are expected", nameof(y));
        var sums = Vector<T>.Zero;
        fixed (T* first = x, second = y)
        {
            for (int i = 0; i < x.Length; i += Vector<T>.Count) sums = VectorMath.MultiplyAdd(VectorMath.Load(first + i, x.Length - i), VectorMath.Load(second + i, x.Length - i), sums);
        }
        return Vector.Sum(sums);
    }

    /// <summary>Sum of (x - y)².</summary>
    public static T SquaredDistance<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != y.Length) throw new ArgumentException($"{y.Length} values where {x.Length} are expected", nameof(y));
        var sums = Vector<T>.Zero;
        fixed (T* first = x, second = y)
        {
            for (int i = 0; i < x.Length; i += Vector<T>.Count)
            {
                var difference = VectorMath.Load(first + i, x.Length - i) - VectorMath.Load(second + i, x.Length - i);
                sums = VectorMath.MultiplyAdd(difference, difference, sums);
            }
        }
        return Vector.Sum(sums);
    }

    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        var sums = Vector<T>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) sums += new Vector<T>(x[i..]);
        T sum = Vector.Sum(sums);
        for (; i < x.Length; i++) sum += x[i];
        return sum;
    }
}
