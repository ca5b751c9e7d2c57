using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Losses;

/// <summary>
/// Kullback-Leibler divergence of a normal distribution with diagonal covariance from the standard one: ½ Σ (μ² + e^v - 1 - v), v = ln σ² (Kingma and
/// Welling, "Auto-encoding variational Bayes", 2014, appendix B).
/// </summary>
internal static class GaussianDivergence
{
    /// <summary>Σ weight × divergence over rows of means, then log-variances. Fills <paramref name="gradient"/> with its derivative, times <paramref name="scale"/>.</summary>
    /// <param name="weights">One per row; empty for 1.</param>
    public static double Compute<T>(Batch<T> parameters, ReadOnlySpan<float> weights, double scale, Batch<T>? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient?.Shape(parameters, parameters.Width);
        double sum = 0;
        for (int row = 0; row < parameters.Rows; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * Of<T>(parameters[row]);
            if (gradient is not null) Differentiate<T>(parameters[row], weight * scale, gradient[row]);
        }
        return sum;
    }

    /// <summary>The divergence of one row of means, then log-variances.</summary>
    public static double Of<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = row.Length / 2;
        double sum = 0;
        for (int j = 0; j < width; j++)
        {
            double mean = double.CreateChecked(row[j]), logVariance = double.CreateChecked(row[width + j]);
            sum += mean * mean + Math.Exp(logVariance) - 1 - logVariance;
        }
        return sum / 2;
    }

    private static void Differentiate<T>(ReadOnlySpan<T> row, double factor, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = row.Length / 2;
        for (int j = 0; j < width; j++)
        {
            gradient[j] = T.CreateChecked(double.CreateChecked(row[j]) * factor);
            gradient[width + j] = T.CreateChecked((Math.Exp(double.CreateChecked(row[width + j])) - 1) / 2 * factor);
        }
    }
}
