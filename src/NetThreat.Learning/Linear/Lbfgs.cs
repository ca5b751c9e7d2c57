using System.Numerics.Tensors;

namespace NetThreat.Learning.Linear;

/// <summary>A function to be minimised: its value at a point, and its gradient there.</summary>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>
/// Limited-memory BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage", 1980; two-loop recursion of Nocedal and Wright,
/// Numerical Optimization, algorithm 7.4) with backtracking, for smooth convex functions.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Near the minimum a decrease drowns in the rounding of the value, while the gradient still shows the way.</summary>
    private const double Rounding = 1e-14;

    /// <summary>Moves the point to the minimum: until no entry of the gradient exceeds the tolerance, or no step improves.</summary>
    /// <param name="onStep">Told iteration, value and largest entry of the gradient.</param>
    /// <returns>The value reached.</returns>
    public static double Minimize(double[] point, Objective objective, double tolerance, int maxIterations, Action<int, double, double> onStep)
    {
        double[] gradient = new double[point.Length], next = new double[point.Length], nextGradient = new double[point.Length], direction = new double[point.Length];
        var pairs = new List<(double[] Step, double[] Change, double Product)>();
        double value = objective(point, gradient);
        for (int iteration = 0; iteration < maxIterations; iteration++)
        {
            double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient));
            onStep(iteration, value, largest);
            if (largest <= tolerance) break;
            Direction(gradient, pairs, direction);
            double slope = TensorPrimitives.Dot<double>(gradient, direction), length = pairs.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1, reached = 0;
            int halvings = 0;
            for (; halvings < MaxHalvings; halvings++, length /= 2)
            {
                TensorPrimitives.MultiplyAdd(direction, length, point, next);
                reached = objective(next, nextGradient);
                if (reached <= value + SufficientDecrease * length * slope + Rounding * Math.Abs(value)) break;
            }
            if (halvings == MaxHalvings) break;
            Remember(pairs, point, next, gradient, nextGradient);
            value = reached;
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
        }
        return value;
    }

    private static void Direction(double[] gradient, List<(double[] Step, double[] Change, double Product)> pairs, double[] direction)
    {
        Span<double> shares = stackalloc double[Memory];
        TensorPrimitives.Negate<double>(gradient, direction);
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = TensorPrimitives.Dot<double>(pairs[i].Step, direction) / pairs[i].Product;
            TensorPrimitives.MultiplyAdd(pairs[i].Change, -shares[i], direction, direction);
        }
        if (pairs.Count > 0) TensorPrimitives.Multiply(direction, pairs[^1].Product / TensorPrimitives.SumOfSquares<double>(pairs[^1].Change), direction);
        for (int i = 0; i < pairs.Count; i++)
        {
            double back = TensorPrimitives.Dot<double>(pairs[i].Change, direction) / pairs[i].Product;
            TensorPrimitives.MultiplyAdd(pairs[i].Step, shares[i] - back, direction, direction);
        }
    }

    private static void Remember(List<(double[] Step, double[] Change, double Product)> pairs, double[] point, double[] next, double[] gradient, double[] nextGradient)
    {
        double[] step = new double[point.Length], change = new double[point.Length];
        TensorPrimitives.Subtract<double>(next, point, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        double product = TensorPrimitives.Dot<double>(step, change);
        if (!(product > 1e-14 * TensorPrimitives.SumOfSquares<double>(change))) return;
        if (pairs.Count == Memory) pairs.RemoveAt(0);
        pairs.Add((step, change, product));
    }
}
