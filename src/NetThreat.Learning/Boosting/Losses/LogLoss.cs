using System.Numerics.Tensors;
using NetThreat.Learning.Boosting.Growing;

namespace NetThreat.Learning.Boosting.Losses;

/// <summary>Two classes, one margin: ln(1 + e^m) - y m, with p = 1/(1 + e^-m), g = p - y and h = p (1 - p).</summary>
internal sealed class LogLoss : ILoss
{
    private const int AtOnce = 512;

    public int Margins => 1;

    public double[] Base(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights)
    {
        double positive = 0, all = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            all += weights[i];
            if (labels[i] == 1) positive += weights[i];
        }
        return [Logit(positive / all)];
    }

    public void Begin(double[][] margins)
    {
    }

    public void Gradients(int margin, double[][] margins, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int from, Span<GradientPair> pairs)
    {
        Span<double> probabilities = stackalloc double[AtOnce];
        for (int start = 0; start < pairs.Length; start += AtOnce)
        {
            int count = Math.Min(AtOnce, pairs.Length - start);
            TensorPrimitives.Sigmoid(margins[0].AsSpan(from + start, count), probabilities);
            for (int i = 0; i < count; i++)
            {
                int row = from + start + i;
                double p = probabilities[i], weight = weights[row];
                pairs[start + i] = new GradientPair((float)((p - labels[row]) * weight), (float)(p * (1 - p) * weight));
            }
        }
    }

    public double Of(double[][] margins, int row, int label)
    {
        double m = label == 1 ? margins[0][row] : -margins[0][row];
        // ln(1 + e^-m) without overflow.
        return m > 0 ? double.LogP1(Math.Exp(-m)) : double.LogP1(Math.Exp(m)) - m;
    }

    /// <summary>The margin of a share, which is kept from 0 and 1.</summary>
    public static double Logit(double share)
    {
        share = Math.Clamp(share, 1e-9, 1 - 1e-9);
        return Math.Log(share / (1 - share));
    }
}
