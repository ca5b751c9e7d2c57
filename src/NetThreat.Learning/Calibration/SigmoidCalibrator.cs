namespace NetThreat.Learning.Calibration;

/// <summary>1 / (1 + exp(A s + B)): two numbers, for few calibration rows (Platt 1999).</summary>
public sealed class SigmoidCalibrator : ICalibrator
{
    private const int MaxSteps = 100;
    private const double SmallestStep = 1e-10, Ridge = 1e-12;

    /// <exception cref="LearningException">A number is not finite.</exception>
    public SigmoidCalibrator(double a, double b)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b)) throw new LearningException("the two numbers of a sigmoid are finite");
        (A, B) = (a, b);
    }

    /// <summary>Below 0 where high scores mean the positive class.</summary>
    public double A { get; }

    public double B { get; }

    public double Apply(double score) => Sigmoid(A * score + B);

    /// <summary>
    /// Minimises the cross-entropy to the smoothed targets (N+ + 1) / (N+ + 2) and 1 / (N- + 2) by Newton's method with halving of steps
    /// (Lin, Lin and Weng 2007), on scores moved and scaled to one size, so that any range of scores converges.
    /// </summary>
    public static SigmoidCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.IsEmpty || scores.Length != positive.Length) throw new LearningException($"{scores.Length} scores for {positive.Length} labels: a sigmoid needs one of each per row");
        var (mean, deviation) = Scaling.ColumnStatistics.MeanAndDeviation(scores);
        if (!double.IsFinite(mean) || !double.IsFinite(deviation)) throw new LearningException("a score is not finite");
        if (deviation == 0) deviation = 1;
        var z = new double[scores.Length];
        for (int r = 0; r < z.Length; r++) z[r] = (scores[r] - mean) / deviation;
        double above = positive.Count(true), below = z.Length - above;
        var (a, b) = Minimise(z, positive, (above + 1) / (above + 2), 1 / (below + 2), Math.Log((below + 1) / (above + 1)));
        return new SigmoidCalibrator(a / deviation, b - a * mean / deviation);
    }

    private static (double A, double B) Minimise(double[] z, ReadOnlySpan<bool> positive, double high, double low, double b)
    {
        double a = 0, loss = Loss(z, positive, high, low, a, b);
        for (int step = 0; step < MaxSteps; step++)
        {
            double aa = Ridge, bb = Ridge, ab = 0, ga = 0, gb = 0;
            for (int r = 0; r < z.Length; r++)
            {
                double p = Sigmoid(a * z[r] + b), slope = (positive[r] ? high : low) - p, curve = p * (1 - p);
                aa += curve * z[r] * z[r];
                ab += curve * z[r];
                bb += curve;
                ga += slope * z[r];
                gb += slope;
            }
            double det = aa * bb - ab * ab, da = -(bb * ga - ab * gb) / det, db = -(aa * gb - ab * ga) / det;
            if (Math.Abs(da) + Math.Abs(db) < 1e-15 * (1 + Math.Abs(a) + Math.Abs(b))) break;
            double size = 1, next = Loss(z, positive, high, low, a + da, b + db);
            // Near the minimum the loss no longer tells steps apart, and Newton's own step is the best there is.
            while (next > loss + 1e-12 * Math.Abs(loss) && size > SmallestStep) next = Loss(z, positive, high, low, a + (size /= 2) * da, b + size * db);
            if (size <= SmallestStep) break;
            (a, b, loss) = (a + size * da, b + size * db, next);
        }
        return (a, b);
    }

    private static double Loss(double[] z, ReadOnlySpan<bool> positive, double high, double low, double a, double b)
    {
        double sum = 0;
        for (int r = 0; r < z.Length; r++)
        {
            double f = a * z[r] + b, target = positive[r] ? high : low;
            sum += f >= 0 ? target * f + Math.Log(1 + Math.Exp(-f)) : (target - 1) * f + Math.Log(1 + Math.Exp(f));
        }
        return sum;
    }

    /// <summary>1 / (1 + exp(f)) without overflow.</summary>
    private static double Sigmoid(double f) => f >= 0 ? Math.Exp(-f) / (1 + Math.Exp(-f)) : 1 / (1 + Math.Exp(f));
}
