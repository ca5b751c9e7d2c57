using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Losses;

/// <summary>-[y ln p + (1 - y) ln(1 - p)] with p = sigmoid(logit), from the logit: exact for logits of any size.</summary>
internal static class BinaryCrossEntropy
{
    /// <summary>Σ weight × loss over rows of one logit. Fills <paramref name="gradient"/> with its derivative by the logits, times <paramref name="scale"/>.</summary>
    /// <param name="weights">One per row; empty for 1.</param>
    public static double Compute<T>(Batch<T> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, double scale, Batch<T>? gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        gradient?.Shape(logits, logits.Width);
        double sum = 0;
        for (int i = 0; i < logits.Rows; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i], z = double.CreateChecked(logits.Values[i]), e = Math.Exp(-Math.Abs(z));
            sum += weight * (Math.Max(z, 0) - z * targets[i] + double.LogP1(e));
            double probability = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            if (gradient is not null) gradient.Values[i] = T.CreateChecked((probability - targets[i]) * weight * scale);
        }
        return sum;
    }
}
