using System.Numerics.Tensors;
using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Svm;

/// <summary>K(x, y) = exp(-gamma |x - y|²).</summary>
internal static class RbfKernel
{
    /// <summary>The kernel of one row with <paramref name="values"/>.Length rows of <paramref name="points"/> from <paramref name="start"/> on.</summary>
    public static void Row(Points points, int start, ReadOnlySpan<double> row, double gamma, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = -gamma * Euclidean.Squared(points[start + i], row);
        TensorPrimitives.Exp(values, values);
    }

    /// <summary>scikit-learn's 'scale': 1 / (columns × variance of all entries); 1 for entries that do not vary.</summary>
    public static double ScaleGamma(Points points)
    {
        double mean = 0, variance = 0;
        foreach (double value in points.Values) mean += value;
        mean /= points.Values.Length;
        foreach (double value in points.Values) variance += (value - mean) * (value - mean);
        variance /= points.Values.Length;
        return variance > 0 ? 1 / (points.Width * variance) : 1;
    }
}
