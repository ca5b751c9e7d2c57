using NetThreat.Learning.Saving;
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

    /// <summary>Writes the rows as float32: those of a table lose nothing.</summary>
    public void Save(ModelWriter writer)
    {
        var narrow = new float[Values.Length];
        for (int i = 0; i < narrow.Length; i++) narrow[i] = (float)Values[i];
        writer.WriteArray<float>(narrow);
    }

    /// <exception cref="LearningException">No row, a part of one, or values that are not finite.</exception>
    public static Points Read(ModelReader reader, int width)
    {
        var narrow = reader.ReadArray<float>();
        if (narrow.Length == 0 || narrow.Length % width != 0) throw ModelReader.Broken($"{narrow.Length} values are no rows of {width}");
        var values = new double[narrow.Length];
        Widen(narrow, values);
        return new(Finite(values), width);
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
            if (!double.IsFinite(value)) throw ModelReader.Broken("a value that is not finite");
        }
        return values;
    }
}
