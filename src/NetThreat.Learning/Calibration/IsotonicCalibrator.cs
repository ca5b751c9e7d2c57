namespace NetThreat.Learning.Calibration;

/// <summary>A monotone function through given points, linear between them and constant beyond both ends.</summary>
public sealed class IsotonicCalibrator : ICalibrator
{
    private readonly double[] _scores, _values;

    /// <param name="scores">Strictly rising, finite; kept, not copied.</param>
    /// <param name="values">Never falling or never rising, finite; kept, not copied.</param>
    /// <exception cref="LearningException">The points are not such.</exception>
    public IsotonicCalibrator(double[] scores, double[] values)
    {
        if (scores.Length == 0 || scores.Length != values.Length) throw new LearningException($"{scores.Length} scores and {values.Length} values make no monotone function");
        bool rises = values[^1] >= values[0], good = double.IsFinite(scores[0]) && double.IsFinite(scores[^1]) && double.IsFinite(values[0]) && double.IsFinite(values[^1]);
        for (int i = 1; good && i < scores.Length; i++) good = scores[i] > scores[i - 1] && (rises ? values[i] >= values[i - 1] : values[i] <= values[i - 1]);
        if (!good) throw new LearningException("the points of a monotone function are finite and in order");
        (_scores, _values) = (scores, values);
    }

    public ReadOnlySpan<double> Scores => _scores;

    public ReadOnlySpan<double> Values => _values;

    public double Apply(double score)
    {
        if (double.IsNaN(score)) return score;
        if (score <= _scores[0]) return _values[0];
        if (score >= _scores[^1]) return _values[^1];
        int at = Array.BinarySearch(_scores, score);
        if (at >= 0) return _values[at];
        int above = ~at, below = above - 1;
        double share = (score - _scores[below]) / (_scores[above] - _scores[below]), low = _values[below], high = _values[above];
        return Math.Clamp(low + share * (high - low), Math.Min(low, high), Math.Max(low, high));
    }
}
