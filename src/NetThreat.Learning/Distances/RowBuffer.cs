using System.Buffers;

namespace NetThreat.Learning.Distances;

/// <summary>Float64 room for a row: the caller's stack for rows of usual width, a pooled array for wide ones, so that scoring allocates nothing.</summary>
internal ref struct RowBuffer
{
    /// <summary>Values that a caller puts on its stack.</summary>
    public const int OnStack = 256;

    private readonly double[]? _pooled;

    /// <param name="stack">At least <see cref="OnStack"/> values.</param>
    public RowBuffer(Span<double> stack, int width)
    {
        _pooled = width > stack.Length ? ArrayPool<double>.Shared.Rent(width) : null;
        Values = (_pooled ?? stack)[..width];
    }

    public Span<double> Values { get; }

    public readonly ReadOnlySpan<double> Widen(ReadOnlySpan<float> row)
    {
        Points.Widen(row, Values);
        return Values;
    }

    public readonly void Dispose()
    {
        if (_pooled is not null) ArrayPool<double>.Shared.Return(_pooled);
    }
}
