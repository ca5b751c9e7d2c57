namespace NetThreat.Learning.Metrics;

/// <summary>How the metrics of classes become one number.</summary>
public enum Averaging
{
    /// <summary>The plain mean over all classes.</summary>
    Macro,

    /// <summary>Over the pooled counts.</summary>
    Micro,

    /// <summary>The mean weighted by the true rows of each class.</summary>
    Weighted,
}

/// <summary>Rows by true and predicted class, and the metrics of them. A division by zero gives 0, as in scikit-learn.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;
    private readonly long[] _true, _predicted;

    /// <param name="times">How often each row counts; empty for once.</param>
    public ConfusionMatrix(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes, ReadOnlySpan<int> times = default)
    {
        if (labels.Length != predicted.Length) throw new LearningException($"{predicted.Length} predictions for {labels.Length} labels");
        Classes = classes;
        _counts = new long[classes * classes];
        _true = new long[classes];
        _predicted = new long[classes];
        for (int r = 0; r < labels.Length; r++)
        {
            int count = times.IsEmpty ? 1 : times[r];
            _counts[labels[r] * classes + predicted[r]] += count;
            _true[labels[r]] += count;
            _predicted[predicted[r]] += count;
            Rows += count;
        }
    }

    public int Classes { get; }

    public long Rows { get; }

    public long this[int actual, int predicted] => _counts[actual * Classes + predicted];

    /// <summary>Rows that are of the class.</summary>
    public long Support(int actual) => _true[actual];

    /// <summary>Rows that were taken for the class.</summary>
    public long Predicted(int predicted) => _predicted[predicted];

    public double Accuracy => Ratio(Right(), Rows);

    /// <summary>The mean recall of the classes that occur.</summary>
    public double BalancedAccuracy
    {
        get
        {
            double sum = 0;
            int occurring = 0;
            for (int c = 0; c < Classes; c++)
            {
                if (_true[c] == 0) continue;
                sum += Recall(c);
                occurring++;
            }
            return Ratio(sum, occurring);
        }
    }

    /// <summary>The correlation of predicted and true class (Matthews 1975; for more classes Gorodkin 2004); 0 where one of them does not vary.</summary>
    public double Matthews
    {
        get
        {
            double n = Rows, together = 0, squaresTrue = 0, squaresPredicted = 0;
            for (int c = 0; c < Classes; c++)
            {
                together += (double)_true[c] * _predicted[c];
                squaresTrue += (double)_true[c] * _true[c];
                squaresPredicted += (double)_predicted[c] * _predicted[c];
            }
            return Ratio(Right() * n - together, Math.Sqrt(n * n - squaresTrue) * Math.Sqrt(n * n - squaresPredicted));
        }
    }

    /// <summary>Agreement beyond chance (Cohen 1960); NaN where chance alone agrees fully.</summary>
    public double Kappa
    {
        get
        {
            double n = Rows, chance = 0;
            for (int c = 0; c < Classes; c++) chance += (double)_true[c] * _predicted[c];
            return (Right() * n - chance) / (n * n - chance);
        }
    }

    public double Precision(int c) => Ratio(this[c, c], _predicted[c]);

    public double Recall(int c) => Ratio(this[c, c], _true[c]);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1(int c) => Ratio(2.0 * this[c, c], _true[c] + _predicted[c]);

    public double Precision(Averaging averaging) => averaging == Averaging.Micro ? Accuracy : Average(averaging, Precision);

    public double Recall(Averaging averaging) => averaging == Averaging.Micro ? Accuracy : Average(averaging, Recall);

    public double F1(Averaging averaging) => averaging == Averaging.Micro ? Accuracy : Average(averaging, F1);

    private long Right()
    {
        long right = 0;
        for (int c = 0; c < Classes; c++) right += this[c, c];
        return right;
    }

    private double Average(Averaging averaging, Func<int, double> metric)
    {
        double sum = 0, weights = 0;
        for (int c = 0; c < Classes; c++)
        {
            double weight = averaging == Averaging.Macro ? 1 : _true[c];
            sum += weight * metric(c);
            weights += weight;
        }
        return Ratio(sum, weights);
    }

    private static double Ratio(double above, double below) => below == 0 ? 0 : above / below;
}
