namespace NetThreat.Learning.Distances;

/// <summary>
/// Sums in halves, whose rounding error grows with the logarithm of the length; blocks and lanes are those of numpy, so that large numbers
/// agree to the bit.
/// </summary>
internal static class PairwiseSum
{
    public static double Of(ReadOnlySpan<double> values)
    {
        const int Block = 128, Lanes = 8;
        if (values.Length > Block)
        {
            int half = values.Length / 2 / Lanes * Lanes;
            return Of(values[..half]) + Of(values[half..]);
        }
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        int whole = values.Length / Lanes * Lanes;
        for (int i = 0; i < whole; i++) lanes[i % Lanes] += values[i];
        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        foreach (double value in values[whole..]) sum += value;
        return sum;
    }
}
