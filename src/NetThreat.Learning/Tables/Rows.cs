namespace NetThreat.Learning.Tables;

/// <summary>A view of <c>Count × Width</c> float32 values, row after row, in memory that the caller owns. Missing values are NaN.</summary>
public readonly ref struct Rows
{
    private readonly ReadOnlySpan<float> _values;

    /// <param name="values">Row-major; its length is a multiple of <paramref name="width"/>.</param>
    /// <param name="width">Values in a row, 1 or more.</param>
    public Rows(ReadOnlySpan<float> values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Count = Math.DivRem(values.Length, width, out int rest);
        if (rest != 0) throw new ArgumentException($"{values.Length} values are no whole rows of {width}", nameof(values));
        _values = values;
        Width = width;
    }

    public int Count { get; }

    public int Width { get; }

    public ReadOnlySpan<float> Values => _values;

    public ReadOnlySpan<float> this[int row] => _values.Slice(row * Width, Width);

    public Rows Slice(int start, int count) => new(_values.Slice(start * Width, count * Width), Width);
}
