namespace NetThreat.Learning.Tables;

/// <summary>
/// <c>Rows × Columns</c> float32 values in memory, row-major. Missing values are NaN. At most 2^31 values: what is larger is sampled or
/// streamed.
/// </summary>
public sealed class Matrix
{
    /// <param name="values">Row-major, <paramref name="rows"/> × <paramref name="columns"/>; kept, not copied.</param>
    public Matrix(float[] values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if ((long)rows * columns != values.Length) throw new ArgumentException($"{values.Length} values are not {rows} rows of {columns}", nameof(values));
        (Values, Rows, Columns) = (values, rows, columns);
    }

    public Matrix(int rows, int columns)
        : this(new float[checked(rows * columns)], rows, columns)
    {
    }

    public float[] Values { get; }

    public int Rows { get; }

    public int Columns { get; }

    public Span<float> this[int row] => Values.AsSpan(row * Columns, Columns);

    public float this[int row, int column] => Values[row * Columns + column];

    /// <summary>All rows as the view that models score.</summary>
    public Rows All => new(Values, Columns);

    public Rows Slice(int start, int count) => new(Values.AsSpan(start * Columns, count * Columns), Columns);

    /// <summary>A copy of the named rows, in the order named; a row may occur more than once.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new Matrix(rows.Length, Columns);
        for (int i = 0; i < rows.Length; i++) this[rows[i]].CopyTo(taken[i]);
        return taken;
    }
}
