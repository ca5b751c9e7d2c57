using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Scaling;

/// <summary>(x - <see cref="Center"/>) / <see cref="Scale"/>, held within [<see cref="Low"/>, <see cref="High"/>].</summary>
public sealed class AffineScale : ColumnScale
{
    /// <param name="scale">Finite and more than 0.</param>
    public AffineScale(double center, double scale, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        if (!double.IsFinite(center) || !(scale > 0 && double.IsFinite(scale)) || !(low <= high)) throw new LearningException("a scale is made of a finite centre, a positive width and ordered bounds");
        (Center, Scale, Low, High) = (center, scale, low, high);
    }

    public double Center { get; }

    public double Scale { get; }

    public double Low { get; }

    public double High { get; }

    /// <summary>Mean and square root of the population variance; the deviation of a constant column is taken as 1.</summary>
    public static AffineScale Standard(ReadOnlySpan<double> values, double clip = double.PositiveInfinity)
    {
        var (mean, deviation) = ColumnStatistics.MeanAndDeviation(values);
        return new AffineScale(mean, WidthOrOne(deviation), -clip, clip);
    }

    /// <summary>Median and the range between the quartiles; a range of 0 is taken as 1.</summary>
    public static AffineScale Robust(ReadOnlySpan<double> sorted, double clip = double.PositiveInfinity)
    {
        double range = ColumnStatistics.Quantile(sorted, 0.75) - ColumnStatistics.Quantile(sorted, 0.25);
        return new AffineScale(ColumnStatistics.Quantile(sorted, 0.5), WidthOrOne(range), -clip, clip);
    }

    /// <summary>The smallest value becomes 0, the largest 1; what is beyond them is held there.</summary>
    public static AffineScale MinMax(ReadOnlySpan<double> sorted) => new(sorted[0], WidthOrOne(sorted[^1] - sorted[0]), 0, 1);

    public override double Apply(double value) => Math.Clamp((value - Center) / Scale, Low, High);

    private protected override void SaveParts(ModelWriter writer)
    {
        writer.Write(Center);
        writer.Write(Scale);
        writer.Write(Low);
        writer.Write(High);
    }

    internal static AffineScale ReadParts(ModelReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    private static double WidthOrOne(double width) => width > 0 ? width : 1;
}
