namespace NetThreat.Learning.Calibration;

/// <summary>
/// A sigmoid of a probability's log-odds: what is too sure or too unsure of itself by a factor, and a wrong base rate, are put right (with
/// A = -1 and B = 0 nothing changes).
/// </summary>
public sealed class LogOddsCalibrator(SigmoidCalibrator sigmoid) : ICalibrator
{
    /// <summary>Probabilities are held this far from 0 and 1, where the log-odds are infinite.</summary>
    private const double Edge = 1e-7;

    public SigmoidCalibrator Sigmoid { get; } = sigmoid;

    public static LogOddsCalibrator Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive)
    {
        var odds = new double[probabilities.Length];
        for (int r = 0; r < odds.Length; r++) odds[r] = LogOdds(probabilities[r]);
        return new LogOddsCalibrator(SigmoidCalibrator.Fit(odds, positive));
    }

    public double Apply(double score) => Sigmoid.Apply(LogOdds(score));

    private static double LogOdds(double p)
    {
        p = Math.Clamp(p, Edge, 1 - Edge);
        return Math.Log(p / (1 - p));
    }
}
