namespace NetThreat.Learning.Metrics;

/// <summary>How good probabilities are, beyond their order.</summary>
public static class ProbabilityMetrics
{
    /// <summary>Probabilities are held this far from 0 and 1, so that one wrong certainty costs 36, not infinity.</summary>
    private const double Edge = 2.220446049250313e-16;

    /// <summary>The mean of -ln p of what happened.</summary>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive)
    {
        double sum = 0;
        for (int r = 0; r < probabilities.Length; r++) sum -= Math.Log(Held(positive[r] ? probabilities[r] : 1 - Held(probabilities[r])));
        return sum / probabilities.Length;
    }

    /// <summary>The mean of -ln p of the true class.</summary>
    /// <param name="probabilities">One per row and class, row-major.</param>
    public static double LogLoss(ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        for (int r = 0; r < labels.Length; r++) sum -= Math.Log(Held(probabilities[r * classes + labels[r]]));
        return sum / labels.Length;
    }

    /// <summary>The mean squared difference of probability and what happened, 0 or 1 (Brier 1950).</summary>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive)
    {
        double sum = 0;
        for (int r = 0; r < probabilities.Length; r++)
        {
            double off = probabilities[r] - (positive[r] ? 1 : 0);
            sum += off * off;
        }
        return sum / probabilities.Length;
    }

    /// <summary>The mean over the rows of the squared differences of all classes' probabilities, 0 to 2.</summary>
    /// <param name="probabilities">One per row and class, row-major.</param>
    public static double Brier(ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double off = probabilities[i] - (labels[i / classes] == i % classes ? 1 : 0);
            sum += off * off;
        }
        return sum / labels.Length;
    }

    private static double Held(double p) => Math.Clamp(p, Edge, 1 - Edge);
}
