using System.Numerics;
using NetThreat.Learning.Manifests;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>Copies rows and sequences into an input's buffer, in the type of its elements.</summary>
internal static class OnnxInputWriter
{
    /// <param name="column">The only column that the input takes, or -1 for whole rows.</param>
    /// <param name="rows">Rows of the run; those beyond the items are zeros.</param>
    public static void Write<T>(Span<T> target, ReadOnlySpan<float> values, int stride, int steps, ReadOnlySpan<int> lengths, ReadOnlySpan<int> items, int rows, int column, OnnxSession session)
        where T : unmanaged, INumberBase<T>
    {
        int width = session.Plan.Width, size = column < 0 ? steps * width : 1;
        for (int i = 0; i < items.Length; i++)
        {
            var source = values.Slice(items[i] * stride, stride);
            var place = target.Slice(i * size, size);
            if (column >= 0)
            {
                place[0] = Convert<T>(source[column], column, session.Preprocessing);
                continue;
            }
            int length = lengths.IsEmpty ? steps : lengths[items[i]];
            int before = session.Padding == OnnxPadding.Start ? steps - length : 0;
            place[..(before * width)].Clear();
            Copy(source[..(length * width)], place.Slice(before * width, length * width), width, session.Preprocessing);
            place[((before + length) * width)..].Clear();
        }
        target[(items.Length * size)..(rows * size)].Clear();
    }

    private static void Copy<T>(ReadOnlySpan<float> source, Span<T> target, int width, OnnxPreprocessing? preprocessing)
        where T : unmanaged, INumberBase<T>
    {
        if (preprocessing is null && typeof(T) == typeof(float))
        {
            source.CopyTo(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(target));
            return;
        }
        for (int i = 0, column = 0; i < source.Length; i++)
        {
            target[i] = Convert<T>(source[i], column, preprocessing);
            if (++column == width) column = 0;
        }
    }

    // Whole numbers are cut towards zero and saturate.
    private static T Convert<T>(float value, int column, OnnxPreprocessing? preprocessing)
        where T : unmanaged, INumberBase<T> => T.CreateSaturating(preprocessing is null ? value : preprocessing.Apply(value, column));
}
