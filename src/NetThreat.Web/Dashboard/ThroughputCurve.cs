using System.Text;
using NetThreat.Web.Live;

namespace NetThreat.Web.Dashboard;

/// <summary>A series as SVG paths in a box of <see cref="Width"/> x <see cref="Height"/>.</summary>
/// <param name="Top">The value at the upper edge: 1, 2 or 5 times a power of ten.</param>
internal sealed record ThroughputCurve(string Line, string Area, double Top, double Highest, double Latest)
{
    public const int Width = 600;
    public const int Height = 140;

    public static ThroughputCurve Of(IReadOnlyList<ThroughputPoint> points, Func<ThroughputPoint, double> measure)
    {
        double highest = points.Count == 0 ? 0 : points.Max(measure), top = Ceiling(highest);
        var line = new StringBuilder();
        for (int i = 0; i < points.Count; i++)
        {
            double x = (double)i / Math.Max(points.Count - 1, 1) * Width, y = 1 + (1 - measure(points[i]) / top) * (Height - 2);
            line.Append(i == 0 ? 'M' : 'L').Append(Format.Coordinate(x)).Append(' ').Append(Format.Coordinate(y));
        }
        return new(line.ToString(), line.Length == 0 ? "" : $"{line}V{Height}H0Z", top, highest, points.Count == 0 ? 0 : measure(points[^1]));
    }

    internal static double Ceiling(double value)
    {
        if (!(value > 0)) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }
}
