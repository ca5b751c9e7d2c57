namespace NetThreat.Learning.Conformal;

/// <summary>Which rows an analyst should label next: those of which a classifier knows least (Settles 2009, "Active learning literature survey").</summary>
public static class QueryStrategies
{
    /// <summary>Scores that agree to this many decimals are equal, so that rounding in a sum does not order rows.</summary>
    private const int Decimals = 12;

    /// <summary>1 - the largest probability.</summary>
    public static double LeastConfidence(ReadOnlySpan<double> probabilities) => 1 - Largest(probabilities).First;

    /// <summary>The largest probability minus the second; small where two classes compete.</summary>
    public static double Margin(ReadOnlySpan<double> probabilities)
    {
        var (first, second) = Largest(probabilities);
        return first - second;
    }

    /// <summary>-sum p ln p; of the shares of an ensemble's votes it is the vote entropy.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (double p in probabilities)
            if (p > 0) sum -= p * Math.Log(p);
        return sum;
    }

    /// <summary>The rows with the largest scores, the largest first, of equal ones the first row.</summary>
    public static int[] Largest(ReadOnlySpan<double> scores, int count) => Chosen(scores, count, -1);

    /// <summary>The rows with the smallest scores (of <see cref="Margin"/>).</summary>
    public static int[] Smallest(ReadOnlySpan<double> scores, int count) => Chosen(scores, count, 1);

    private static int[] Chosen(ReadOnlySpan<double> scores, int count, int sign)
    {
        var keys = new double[scores.Length];
        for (int r = 0; r < keys.Length; r++) keys[r] = sign * Math.Round(scores[r], Decimals);
        return [.. Enumerable.Range(0, keys.Length).OrderBy(r => keys[r]).Take(count)];
    }

    private static (double First, double Second) Largest(ReadOnlySpan<double> probabilities)
    {
        double first = double.NegativeInfinity, second = double.NegativeInfinity;
        foreach (double p in probabilities)
        {
            if (p > first) (first, second) = (p, first);
            else if (p > second) second = p;
        }
        return (first, second);
    }
}
