namespace NetThreat.Learning.Drift;

/// <summary>Pearson's test that two samples fall into categories alike.</summary>
public static class ChiSquare
{
    /// <summary>Statistic, degrees of freedom, p-value and the categories that occur.</summary>
    public readonly record struct Result(double Statistic, int DegreesOfFreedom, double PValue, int Categories);

    /// <summary>Of the 2 × k table of counts; categories that are empty in both samples are dropped.</summary>
    /// <param name="yates">Yates' correction for 2 × 2 tables: each difference shrinks by up to ½.</param>
    public static Result Homogeneity(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, bool yates = false)
    {
        if (reference.Length != current.Length) throw new LearningException($"{reference.Length} categories of the reference, {current.Length} of the current sample");
        double n = 0, m = 0, statistic = 0;
        int used = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            if (reference[i] < 0 || current[i] < 0) throw new LearningException($"the count of category {i + 1} is below 0");
            (n, m) = (n + reference[i], m + current[i]);
            if (reference[i] + current[i] > 0) used++;
        }
        if (n == 0 || m == 0) throw new LearningException("an empty sample");
        for (int i = 0; i < reference.Length; i++)
        {
            double both = (double)reference[i] + current[i];
            if (both == 0) continue;
            bool correct = yates && used == 2;
            statistic += Term(reference[i], both * n / (n + m), correct) + Term(current[i], both * m / (n + m), correct);
        }
        int freedom = used - 1;
        return new(statistic, freedom, freedom == 0 ? 1 : IncompleteGamma.Upper(freedom / 2.0, statistic / 2), used);
    }

    private static double Term(double observed, double expected, bool yates)
    {
        double difference = Math.Abs(observed - expected);
        if (yates) difference -= Math.Min(0.5, difference);
        return difference * difference / expected;
    }
}
