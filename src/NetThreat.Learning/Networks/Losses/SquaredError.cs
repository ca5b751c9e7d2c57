using System.Numerics;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Losses;

/// <summary>(output - target)², mean over a row's columns; of sequences, mean over the steps that are there.</summary>
internal static class SquaredError
{
    /// <summary>Σ weight × error over the sequences. Fills <paramref name="gradient"/> with its derivative by the output, times <paramref name="scale"/>.</summary>
    /// <param name="weights">One per sequence; empty for 1.</param>
    public static double Compute<T>(Batch<T> output, Batch<T> target, ReadOnlySpan<float> weights, double scale, Batch<T>? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient?.Shape(output, output.Width);
        gradient?.Values.Clear();
        double sum = 0;
        for (int i = 0; i < output.Sequences; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i], error = 0;
            int values = output.Lengths[i] * output.Width, first = i * output.Steps * output.Width;
            ReadOnlySpan<T> y = output.Values.Slice(first, values), x = target.Values.Slice(first, values);
            error = double.CreateChecked(RowMath.SquaredDistance(y, x));
            sum += weight * error / values;
            if (gradient is not null) Difference(y, x, T.CreateChecked(2 * weight * scale / values), gradient.Values.Slice(first, values));
        }
        return sum;
    }

    private static void Difference<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> x, T factor, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count) ((new Vector<T>(y[i..]) - new Vector<T>(x[i..])) * factor).CopyTo(gradient[i..]);
        for (; i < y.Length; i++) gradient[i] = (y[i] - x[i]) * factor;
    }
}
