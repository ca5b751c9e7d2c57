namespace NetThreat.Learning.Tables;

/// <summary>
/// <c>Count × Steps × Width</c> float32 values: sequences padded at the end to one length, oldest step first. What follows a sequence's
/// own length is ignored by every model.
/// </summary>
public sealed class Sequences
{
    public Sequences(int count, int steps, int width)
        : this(new float[checked(count * steps * width)], FullLengths(count, steps), steps, width)
    {
    }

    /// <param name="values">Sequence after sequence, in each step after step; kept, not copied.</param>
    /// <param name="lengths">Steps of each sequence that are there, 1 to <paramref name="steps"/>; kept, not copied.</param>
    public Sequences(float[] values, int[] lengths, int steps, int width)
    {
        if ((long)lengths.Length * steps * width != values.Length) throw new ArgumentException($"{values.Length} values are not {lengths.Length} sequences of {steps} × {width}", nameof(values));
        (Values, Lengths, Steps, Width) = (values, lengths, steps, width);
    }

    public float[] Values { get; }

    public int[] Lengths { get; }

    public int Count => Lengths.Length;

    public int Steps { get; }

    public int Width { get; }

    /// <summary>One step of one sequence.</summary>
    public Span<float> this[int sequence, int step] => Values.AsSpan((sequence * Steps + step) * Width, Width);

    /// <summary>All steps of one sequence, padding included.</summary>
    public Span<float> this[int sequence] => Values.AsSpan(sequence * Steps * Width, Steps * Width);

    private static int[] FullLengths(int count, int steps)
    {
        var lengths = new int[count];
        Array.Fill(lengths, steps);
        return lengths;
    }
}
