namespace NetThreat.Learning.Explanations;

/// <summary>
/// Gauss-Legendre quadrature on [0, 1]: n points integrate polynomials up to degree 2n - 1 exactly. Points are the roots of the Legendre
/// polynomial, found by Newton's method (Press et al., "Numerical Recipes", 4.6).
/// </summary>
internal static class GaussLegendre
{
    public static (double[] Points, double[] Weights) Of(int count)
    {
        var (points, weights) = (new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 1;
            for (int step = 0; step < 100; step++)
            {
                (double value, slope) = Legendre(count, x);
                double move = value / slope;
                x -= move;
                if (Math.Abs(move) < 1e-16) break;
            }
            slope = Legendre(count, x).Slope;
            points[count - 1 - i] = (1 + x) / 2;
            weights[count - 1 - i] = 1 / ((1 - x * x) * slope * slope);
        }
        return (points, weights);
    }

    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double last = 1, value = x;
        for (int n = 2; n <= degree; n++) (last, value) = (value, ((2 * n - 1) * x * value - (n - 1) * last) / n);
        return (value, degree * (x * value - last) / (x * x - 1));
    }
}
