namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Values at one place of a network: <c>Sequences × Steps × Width</c>, steps of a sequence one after another; rows are sequences of one step.
/// Steps past a sequence's length hold values that mean nothing. The memory grows to the largest shape and is used again.
/// </summary>
internal sealed class Batch<T>
    where T : unmanaged
{
    private T[] _values = [];
    private int[] _lengths = [];

    public int Sequences { get; private set; }

    public int Steps { get; private set; }

    public int Width { get; private set; }

    public int Rows => Sequences * Steps;

    /// <summary>Steps of each sequence that are there.</summary>
    public Span<int> Lengths => _lengths.AsSpan(0, Sequences);

    public Span<T> Values => _values.AsSpan(0, Sequences * Steps * Width);

    public Span<T> this[int row] => _values.AsSpan(row * Width, Width);

    public Span<T> this[int sequence, int step] => _values.AsSpan((sequence * Steps + step) * Width, Width);

    /// <summary>Takes a shape with all sequences of full length; the values are whatever they were.</summary>
    public void Shape(int sequences, int steps, int width)
    {
        int size = checked(sequences * steps * width);
        if (_values.Length < size) _values = new T[size];
        if (_lengths.Length < sequences) _lengths = new int[sequences];
        (Sequences, Steps, Width) = (sequences, steps, width);
        Lengths.Fill(steps);
    }

    /// <summary>Takes the sequences and lengths of another batch with another width.</summary>
    public void Shape(Batch<T> like, int width)
    {
        Shape(like.Sequences, like.Steps, width);
        like.Lengths.CopyTo(Lengths);
    }
}
