namespace NetThreat.Learning.Metrics;

/// <summary>A threshold and what it does: flagged are the rows with a score at or above it.</summary>
/// <param name="Threshold">Infinite where nothing is flagged.</param>
/// <param name="TruePositiveRate">Share of the positive rows that are flagged: detection rate, recall.</param>
/// <param name="FalsePositiveRate">Share of the negative rows that are flagged.</param>
/// <param name="Precision">Share of the flagged rows that are positive; 1 where nothing is flagged.</param>
public readonly record struct OperatingPoint(double Threshold, double TruePositiveRate, double FalsePositiveRate, double Precision);

/// <summary>
/// Scored rows of two classes, sorted once for everything that depends on their order. Each metric takes, optionally, how often every row
/// counts (for the bootstrap); rows of the same score enter together. NaN is "undefined": a class does not occur.
/// </summary>
public sealed class ScoreRanking
{
    private readonly double[] _scores;
    private readonly int[] _rows;
    private readonly bool[] _positive;

    /// <param name="scores">The higher, the more positive; infinite scores rank, NaN is refused.</param>
    /// <param name="positive">Which rows are positive (attacks).</param>
    /// <exception cref="LearningException">The lengths differ, or a score is NaN.</exception>
    public ScoreRanking(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length) throw new LearningException($"{scores.Length} scores for {positive.Length} labels");
        var keys = new double[scores.Length];
        _rows = new int[scores.Length];
        for (int r = 0; r < keys.Length; r++)
        {
            if (double.IsNaN(scores[r])) throw new LearningException($"the score of row {r + 1} is NaN");
            (keys[r], _rows[r]) = (-scores[r], r);
        }
        Array.Sort(keys, _rows);
        _scores = keys;
        _positive = new bool[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            _scores[i] = -keys[i];
            _positive[i] = positive[_rows[i]];
            if (_positive[i]) Positives++;
        }
    }

    public int Positives { get; }

    public int Negatives => _rows.Length - Positives;

    /// <summary>The probability that a positive row outranks a negative one, ties one half (Mann and Whitney 1947); exact in integers.</summary>
    public double RocAuc(ReadOnlySpan<int> times = default)
    {
        Int128 twice = 0;
        var walk = new Walk(this, times);
        for (long tp = 0, fp = 0; walk.Next(); (tp, fp) = (walk.TruePositives, walk.FalsePositives)) twice += (Int128)(walk.FalsePositives - fp) * (tp + walk.TruePositives);
        return walk.TruePositives == 0 || walk.FalsePositives == 0 ? double.NaN : (double)twice / (2.0 * walk.TruePositives * walk.FalsePositives);
    }

    /// <summary>Area under precision over recall as a step function: the sum of (R_k - R_(k-1)) P_k over the distinct scores, no interpolation.</summary>
    public double AveragePrecision(ReadOnlySpan<int> times = default)
    {
        double sum = 0;
        var walk = new Walk(this, times);
        for (long tp = 0; walk.Next(); tp = walk.TruePositives)
            if (walk.TruePositives > tp) sum += (double)(walk.TruePositives - tp) * walk.TruePositives / (walk.TruePositives + walk.FalsePositives);
        return walk.TruePositives == 0 ? double.NaN : sum / walk.TruePositives;
    }

    /// <summary>The largest detection rate among the thresholds whose realised false-positive rate is at most this; no interpolation.</summary>
    public double DetectionRateAt(double falsePositiveRate, ReadOnlySpan<int> times = default)
    {
        var (positives, negatives) = Totals(times);
        if (positives == 0 || negatives == 0) return double.NaN;
        long best = 0;
        var walk = new Walk(this, times);
        while (walk.Next() && (double)walk.FalsePositives / negatives <= falsePositiveRate) best = walk.TruePositives;
        return (double)best / positives;
    }

    /// <summary>The smallest false-positive rate among the thresholds with at least this detection rate.</summary>
    public double FalsePositiveRateAt(double detectionRate, ReadOnlySpan<int> times = default)
    {
        var (positives, negatives) = Totals(times);
        if (positives == 0 || negatives == 0) return double.NaN;
        var walk = new Walk(this, times);
        if (detectionRate <= 0) return 0;
        while (walk.Next() && !((double)walk.TruePositives / positives >= detectionRate)) { }
        return (double)walk.FalsePositives / negatives;
    }

    /// <summary>The lowest threshold whose realised false-positive rate is at most this; NaN rates where a class does not occur.</summary>
    public OperatingPoint PointAt(double falsePositiveRate) => Points().Last(p => !(p.FalsePositiveRate > falsePositiveRate));

    /// <summary>Every distinct score as a threshold, falling, after the point at which nothing is flagged: the ROC and the precision-recall curve.</summary>
    public IReadOnlyList<OperatingPoint> Points()
    {
        double positives = Positives, negatives = Negatives;
        var points = new List<OperatingPoint> { new(double.PositiveInfinity, 0 / positives, 0 / negatives, 1) };
        var walk = new Walk(this, default);
        while (walk.Next()) points.Add(new(walk.Threshold, walk.TruePositives / positives, walk.FalsePositives / negatives, (double)walk.TruePositives / (walk.TruePositives + walk.FalsePositives)));
        return points;
    }

    private (long Positives, long Negatives) Totals(ReadOnlySpan<int> times)
    {
        if (times.IsEmpty) return (Positives, Negatives);
        long positives = 0, all = 0;
        for (int i = 0; i < _rows.Length; i++)
        {
            all += times[_rows[i]];
            if (_positive[i]) positives += times[_rows[i]];
        }
        return (positives, all - positives);
    }

    /// <summary>Goes through the distinct scores from the highest and counts what lies at or above.</summary>
    private ref struct Walk(ScoreRanking ranking, ReadOnlySpan<int> times)
    {
        private readonly ReadOnlySpan<int> _times = times;
        private int _next;

        public double Threshold { get; private set; }

        public long TruePositives { get; private set; }

        public long FalsePositives { get; private set; }

        /// <summary>False after the lowest score; the counts then are those of all rows.</summary>
        public bool Next()
        {
            var scores = ranking._scores;
            if (_next == scores.Length) return false;
            Threshold = scores[_next];
            do
            {
                int count = _times.IsEmpty ? 1 : _times[ranking._rows[_next]];
                if (ranking._positive[_next]) TruePositives += count;
                else FalsePositives += count;
                _next++;
            }
            while (_next < scores.Length && scores[_next] == Threshold);
            return true;
        }
    }
}
