using System.Runtime.Intrinsics;

namespace NetThreat.Learning.Explanations;

/// <summary>Four points t of a quadrature with what TreeSHAP needs of them.</summary>
/// <param name="Rest">1 - t.</param>
/// <param name="OffSlope">-w / (1 - t): what a column's factor (1 - t) z counts for it where the row does not agree with it.</param>
internal readonly record struct Quadrature(Vector256<double> Points, Vector256<double> Weights, Vector256<double> Rest, Vector256<double> OffSlope)
{
    private const int Lanes = 4;

    /// <summary>Exact for products over this many columns: one less is the degree of the polynomial.</summary>
    public static Quadrature[] For(int columns)
    {
        int groups = ((columns + 1) / 2 + Lanes - 1) / Lanes;
        var (points, weights) = GaussLegendre.Of(groups * Lanes);
        return [.. Enumerable.Range(0, groups).Select(g => Of(Vector256.Create(points, g * Lanes), Vector256.Create(weights, g * Lanes)))];
    }

    private static Quadrature Of(Vector256<double> points, Vector256<double> weights)
    {
        var rest = Vector256<double>.One - points;
        return new Quadrature(points, weights, rest, -weights / rest);
    }
}
