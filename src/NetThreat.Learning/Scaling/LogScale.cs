using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Scaling;

/// <summary>min(ln(1 + max(x, 0)), <see cref="High"/>): sizes and durations that span decades become comparable.</summary>
public sealed class LogScale : ColumnScale
{
    public LogScale(double high)
    {
        if (!(high > 0)) throw new LearningException("the upper bound of a log scale is more than 0");
        High = high;
    }

    public double High { get; }

    public override double Apply(double value) => Math.Min(Log1p(Math.Max(value, 0)), High);

    /// <summary>ln(1 + x) without losing the small x in the 1 (Goldberg 1991, theorem 4).</summary>
    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    private protected override void SaveParts(ModelWriter writer) => writer.Write(High);

    internal static LogScale ReadParts(ModelReader reader) => new(reader.ReadDouble());
}
