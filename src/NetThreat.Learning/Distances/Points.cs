using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Distances;

/// <summary><c>Count × Width</c> float64 values, row-major: rows in the precision in which distances are computed.</summary>
internal sealed class Points
{
    /// <param name="values">Row-major; kept, not copied.</param>
    public Points(double[] values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length % width != 0) throw new ArgumentException($"{values.Length} values are no whole rows of {width}", nameof(values));
        (Values, Width, Count) = (values, width, values.Length / width);
    }

    public double[] Values { get; }

    public int Width { get; }

    public int Count { get; }

    public ReadOnlySpan<double> this[int row] => Values.AsSpan(row * Width, Width);

    public static Points Of(Matrix matrix)
    {
        var values = new double[matrix.Values.Length];
        Widen(matrix.Values, values);
        return new(values, matrix.Columns);
    }

    /// <summary>The named rows, in the order named.</summary>
    public Points Take(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length * Width];
        for (int i = 0; i < rows.Length; i++) this[rows[i]].CopyTo(values.AsSpan(i * Width, Width));
        return new(values, Width);
    }

    public static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < from.Length; i++) to[i] = from[i];
    }

    /// <summary>Refuses values of a model file that are not finite.</summary>
    public static double[] Finite(double[] values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) throw Saving.ModelReader.Broken("a value that is not finite");
        }
        return values;
    }
}
