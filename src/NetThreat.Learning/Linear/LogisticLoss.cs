using System.Numerics.Tensors;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Linear;

/// <summary>
/// Mean log loss of a linear model and half the squared norm of its coefficients times the penalty; intercepts are free. Parameters: per
/// margin the coefficients and the intercept. One margin for two classes, else one per class. Rows go in blocks whose sums are added in
/// order, so that the number of threads changes no bit.
/// </summary>
internal sealed class LogisticLoss(Matrix rows, int[] labels, double[] weights, int margins, double penalty, int threads)
{
    private const int BlockRows = 2048;

    private readonly double _total = weights.Sum();
    private readonly int _stride = rows.Columns + 1;

    public int Parameters => margins * _stride;

    public double Value(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        var values = new double[blocks];
        var gradients = new double[blocks][];
        var shared = point.ToArray();
        FixedShares.Each(blocks, threads, b =>
        {
            gradients[b] = new double[Parameters];
            values[b] = Block(shared, b * BlockRows, Math.Min(rows.Rows, (b + 1) * BlockRows), gradients[b]);
        });
        double value = 0;
        gradient.Clear();
        for (int b = 0; b < blocks; b++)
        {
            value += values[b];
            TensorPrimitives.Add(gradient, gradients[b], gradient);
        }
        for (int p = 0; p < Parameters; p++)
        {
            if (p % _stride == _stride - 1) continue;
            value += penalty / 2 * point[p] * point[p];
            gradient[p] += penalty * point[p];
        }
        return value;
    }

    private double Block(double[] point, int start, int end, double[] gradient)
    {
        double[] row = new double[_stride], probabilities = new double[Math.Max(2, margins)];
        row[^1] = 1;
        double value = 0;
        for (int i = start; i < end; i++)
        {
            if (weights[i] == 0) continue;
            Distances.Points.Widen(rows[i], row);
            LogisticRegressionModel.Margins(point, row, probabilities.AsSpan(0, margins));
            value -= weights[i] / _total * LogProbability(probabilities.AsSpan(0, margins), labels[i]);
            LogisticRegressionModel.ToProbabilities(probabilities, margins);
            for (int m = 0; m < margins; m++)
            {
                int positive = margins == 1 ? 1 : m;
                double residual = (probabilities[positive] - (labels[i] == positive ? 1 : 0)) * weights[i] / _total;
                var part = gradient.AsSpan(m * _stride, _stride);
                TensorPrimitives.MultiplyAdd(row, residual, part, part);
            }
        }
        return value;
    }

    /// <summary>ln p of the row's class, without taking the logarithm of what has rounded to 0.</summary>
    private static double LogProbability(ReadOnlySpan<double> margins, int label)
    {
        if (margins.Length == 1)
        {
            double m = label == 1 ? margins[0] : -margins[0];
            return m > 0 ? -Math.Log(1 + Math.Exp(-m)) : m - Math.Log(1 + Math.Exp(m));
        }
        double largest = TensorPrimitives.Max(margins), sum = 0;
        foreach (double m in margins) sum += Math.Exp(m - largest);
        return margins[label] - largest - Math.Log(sum);
    }
}
