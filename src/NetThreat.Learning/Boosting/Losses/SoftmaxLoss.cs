using System.Numerics.Tensors;
using NetThreat.Learning.Boosting.Growing;

namespace NetThreat.Learning.Boosting.Losses;

/// <summary>
/// One margin per class: -ln p_y with p = softmax(m), g = p - y and h = 2 p (1 - p); the 2 is XGBoost's, which takes the other margins to
/// move the other way.
/// </summary>
internal sealed class SoftmaxLoss(int classes, int rows, int threads) : ILoss
{
    private readonly double[][] _probabilities = [.. Enumerable.Range(0, classes).Select(_ => new double[rows])];

    public int Margins => classes;

    public double[] Base(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights)
    {
        var shares = new double[classes];
        for (int i = 0; i < labels.Length; i++) shares[labels[i]] += weights[i];
        double all = shares.Sum();
        // Margins count only by their differences: their mean is 0. A class without rows is unlikely, not impossible.
        var margins = Array.ConvertAll(shares, s => Math.Log(Math.Max(s / all, 1e-9)));
        double mean = margins.Average();
        return Array.ConvertAll(margins, m => m - mean);
    }

    public void Begin(double[][] margins) => FixedShares.OfRows(rows, threads, (from, to) =>
    {
        int count = to - from;
        Span<double> most = new double[count], sum = new double[count];
        margins[0].AsSpan(from, count).CopyTo(most);
        for (int k = 1; k < classes; k++) TensorPrimitives.Max(margins[k].AsSpan(from, count), most, most);
        for (int k = 0; k < classes; k++)
        {
            var p = _probabilities[k].AsSpan(from, count);
            TensorPrimitives.Subtract(margins[k].AsSpan(from, count), most, p);
            TensorPrimitives.Exp(p, p);
            TensorPrimitives.Add<double>(sum, p, sum);
        }
        for (int k = 0; k < classes; k++) TensorPrimitives.Divide(_probabilities[k].AsSpan(from, count), sum, _probabilities[k].AsSpan(from, count));
    });

    public void Gradients(int margin, double[][] margins, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int from, Span<GradientPair> pairs)
    {
        var probabilities = _probabilities[margin];
        for (int i = 0; i < pairs.Length; i++)
        {
            int row = from + i;
            double p = probabilities[row], weight = weights[row];
            pairs[i] = new GradientPair((float)((p - (labels[row] == margin ? 1 : 0)) * weight), (float)(2 * p * (1 - p) * weight));
        }
    }

    public double Of(double[][] margins, int row, int label)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (var margin in margins) most = Math.Max(most, margin[row]);
        foreach (var margin in margins) sum += Math.Exp(margin[row] - most);
        return Math.Log(sum) + most - margins[label][row];
    }
}
