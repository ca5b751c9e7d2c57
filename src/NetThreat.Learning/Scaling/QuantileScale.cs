using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Scaling;

/// <summary>
/// The share of the training values below a value, between 0 and 1, or the normal quantile of that share. A value within a run of equal
/// quantiles gets the middle of the run (the mean of the interpolations from below and from above).
/// </summary>
public sealed class QuantileScale : ColumnScale
{
    /// <summary>Shares nearer than this to 0 or 1 are held there before they become normal quantiles, ±5.2.</summary>
    private const double NormalMargin = 1e-7 - 2.220446049250313e-16;

    private readonly double[] _quantiles;
    private readonly bool _normal;

    /// <param name="quantiles">Values at the shares k / (count - 1), never falling, finite; kept, not copied.</param>
    /// <param name="normal">Give normal quantiles instead of shares.</param>
    public QuantileScale(double[] quantiles, bool normal)
    {
        bool ordered = quantiles.Length > 0 && double.IsFinite(quantiles[0]) && double.IsFinite(quantiles[^1]);
        for (int k = 1; ordered && k < quantiles.Length; k++) ordered = quantiles[k] >= quantiles[k - 1];
        if (!ordered) throw new LearningException("quantiles are finite and never fall");
        (_quantiles, _normal) = (quantiles, normal);
    }

    public ReadOnlySpan<double> Quantiles => _quantiles;

    /// <param name="sorted">The training values, sorted.</param>
    /// <param name="count">Quantiles to keep, at most one per value.</param>
    public static QuantileScale Fit(ReadOnlySpan<double> sorted, int count, bool normal)
    {
        var quantiles = new double[Math.Min(count, sorted.Length)];
        double step = 1.0 / Math.Max(1, quantiles.Length - 1);
        // Rounded as NumPy rounds its percentiles: in columns of many equal values the last bit decides which quantiles are equal to the value.
        for (int k = 0; k < quantiles.Length; k++) quantiles[k] = ColumnStatistics.Quantile(sorted, Math.Min(k * step, 1) * 100 / 100);
        return new QuantileScale(quantiles, normal);
    }

    public override double Apply(double value)
    {
        if (double.IsNaN(value)) return value;
        double share = Share(value);
        return _normal ? NormalDistribution.Quantile(Math.Clamp(share, NormalMargin, 1 - NormalMargin)) : share;
    }

    private double Share(double value)
    {
        // The first is asked first: a constant column gives 0.
        if (value <= _quantiles[0]) return 0;
        if (value >= _quantiles[^1]) return 1;
        int above = FirstAbove(value), low = above - 1;
        if (_quantiles[low] < value) return (low + (value - _quantiles[low]) / (_quantiles[above] - _quantiles[low])) / (_quantiles.Length - 1);
        return 0.5 * (FirstAtLeast(value) + low) / (_quantiles.Length - 1);
    }

    private int FirstAbove(double value) => FirstAtLeast(Math.BitIncrement(value));

    private int FirstAtLeast(double value)
    {
        int low = 0, high = _quantiles.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_quantiles[middle] >= value) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private protected override void SaveParts(ModelWriter writer)
    {
        writer.Write(_normal);
        writer.WriteArray<double>(_quantiles);
    }

    internal static QuantileScale ReadParts(ModelReader reader)
    {
        bool normal = reader.ReadBool();
        return new QuantileScale(reader.ReadArray<double>(), normal);
    }
}
