using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Losses;

/// <summary>-ln p[class] with p = softmax(logits), from the logits.</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Σ weight × loss over the rows. Fills <paramref name="gradient"/> with its derivative by the logits, times <paramref name="scale"/>.</summary>
    /// <param name="weights">One per row; empty for 1.</param>
    public static double Compute<T>(Batch<T> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double scale, Batch<T>? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient?.Shape(logits, logits.Width);
        double sum = 0;
        for (int i = 0; i < logits.Rows; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            ReadOnlySpan<T> row = logits[i];
            double largest = Largest(row), total = 0;
            foreach (T z in row) total += Math.Exp(double.CreateChecked(z) - largest);
            double log = Math.Log(total) + largest;
            sum += weight * (log - double.CreateChecked(row[targets[i]]));
            if (gradient is null) continue;
            for (int j = 0; j < row.Length; j++)
            {
                double probability = Math.Exp(double.CreateChecked(row[j]) - log);
                gradient[i][j] = T.CreateChecked((probability - (j == targets[i] ? 1 : 0)) * weight * scale);
            }
        }
        return sum;
    }

    /// <summary>The probabilities of a row of logits; they sum to 1, and are all the same for logits that overflowed.</summary>
    public static void Probabilities<T>(ReadOnlySpan<T> logits, Span<double> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = Largest(logits), total = 0;
        for (int j = 0; j < logits.Length; j++) total += probabilities[j] = Math.Exp(double.CreateChecked(logits[j]) - largest);
        if (!double.IsFinite(total)) probabilities.Fill(1.0 / logits.Length);
        else
        {
            for (int j = 0; j < logits.Length; j++) probabilities[j] /= total;
        }
    }

    private static double Largest<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = logits[0];
        foreach (T z in logits) largest = T.Max(largest, z);
        return double.CreateChecked(largest);
    }
}
