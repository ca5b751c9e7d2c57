namespace NetThreat.Learning.Metrics;

/// <summary>The lowest threshold that keeps a false-positive budget on benign rows: flagged are scores at or above it.</summary>
/// <param name="Threshold">Finite, also where the budget allows no row at all: then just above the highest score.</param>
/// <param name="Flagged">Benign rows at or above it.</param>
/// <param name="Rows">All benign rows.</param>
public readonly record struct ThresholdChoice(double Threshold, int Flagged, int Rows)
{
    /// <summary>The realised false-positive rate.</summary>
    public double Rate => (double)Flagged / Rows;

    /// <param name="benign">Finite scores of benign rows that were not trained on; at least one.</param>
    /// <param name="rate">Largest share that may be flagged, 0 to 1.</param>
    public static ThresholdChoice ForRate(ReadOnlySpan<double> benign, double rate)
    {
        if (benign.IsEmpty) throw new LearningException("no benign scores to choose a threshold from: hold out some benign rows");
        if (!(rate >= 0 && rate <= 1)) throw new LearningException($"a false-positive rate of {rate}: 0 to 1 is allowed");
        var sorted = benign.ToArray();
        Array.Sort(sorted);
        if (!double.IsFinite(sorted[0]) || !double.IsFinite(sorted[^1])) throw new LearningException("a benign score is not finite");
        int first = sorted.Length - (int)Math.Floor(rate * sorted.Length + 1e-9);
        // All rows of one score are flagged or none.
        while (first > 0 && first < sorted.Length && sorted[first] == sorted[first - 1]) first++;
        double threshold = first == sorted.Length ? Math.BitIncrement(sorted[^1]) : sorted[first];
        return new(threshold, sorted.Length - first, sorted.Length);
    }

    /// <param name="eventsPerDay">Benign rows that may be flagged in a day.</param>
    /// <param name="rowsPerDay">Benign rows in a day.</param>
    public static ThresholdChoice ForEventsPerDay(ReadOnlySpan<double> benign, double eventsPerDay, double rowsPerDay)
    {
        if (!(eventsPerDay >= 0 && rowsPerDay > 0)) throw new LearningException($"{eventsPerDay} events of {rowsPerDay} rows a day: neither may be negative, and there are rows");
        return ForRate(benign, Math.Min(1, eventsPerDay / rowsPerDay));
    }
}
