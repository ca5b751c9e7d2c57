namespace NetThreat.Learning.Metrics;

/// <summary>The rows whose probability lies in (From, To].</summary>
/// <param name="MeanProbability">NaN in an empty bin.</param>
/// <param name="PositiveRate">The share that is positive; NaN in an empty bin.</param>
public readonly record struct ReliabilityBin(double From, double To, int Rows, double MeanProbability, double PositiveRate);

/// <summary>Do probabilities mean what they say? Equal bins, closed on the right; 0 falls in the first (Naeini, Cooper and Hauskrecht 2015).</summary>
public sealed class ReliabilityBins
{
    private readonly ReliabilityBin[] _bins;
    private readonly int _rows;

    public ReliabilityBins(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive, int bins = 10)
    {
        var rows = new int[bins];
        var hits = new int[bins];
        var sums = new double[bins];
        for (int r = 0; r < probabilities.Length; r++)
        {
            double p = probabilities[r];
            if (!(p >= 0 && p <= 1)) throw new LearningException($"the probability of row {r + 1} is not between 0 and 1");
            int bin = Math.Min((int)(p * bins), bins - 1);
            while (bin > 0 && p <= Edge(bin, bins)) bin--;
            while (bin < bins - 1 && p > Edge(bin + 1, bins)) bin++;
            rows[bin]++;
            sums[bin] += p;
            if (positive[r]) hits[bin]++;
        }
        _rows = probabilities.Length;
        _bins = new ReliabilityBin[bins];
        for (int b = 0; b < bins; b++) _bins[b] = new(Edge(b, bins), Edge(b + 1, bins), rows[b], sums[b] / rows[b], (double)hits[b] / rows[b]);
    }

    public ReadOnlySpan<ReliabilityBin> Bins => _bins;

    /// <summary>The mean over the rows of |positive rate - mean probability| of their bin.</summary>
    public double ExpectedError => Filled().Sum(b => (double)b.Rows / _rows * Gap(b));

    /// <summary>The largest such gap of a bin that is not empty.</summary>
    public double MaximumError => Filled().Max(Gap);

    private IEnumerable<ReliabilityBin> Filled() => _bins.Where(b => b.Rows > 0);

    private static double Gap(ReliabilityBin bin) => Math.Abs(bin.PositiveRate - bin.MeanProbability);

    private static double Edge(int k, int bins) => k == bins ? 1 : k * (1.0 / bins);
}
