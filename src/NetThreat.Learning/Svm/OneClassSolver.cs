using NetThreat.Learning.Training;

namespace NetThreat.Learning.Svm;

/// <summary>
/// The dual of the one-class SVM (Schölkopf et al., "Estimating the support of a high-dimensional distribution", 2001) in libsvm's scale:
/// minimise ½ a'Ka subject to 0 ≤ a_i ≤ c_i and sum a = nu sum c. Sequential minimal optimisation; the pair of a step is chosen by
/// second-order information (Fan, Chen and Lin, "Working set selection using second order information", 2005, section 3).
/// </summary>
internal sealed class OneClassSolver
{
    /// <summary>libsvm's floor for the curvature of a pair, for identical rows.</summary>
    private const double MinCurvature = 1e-12;

    private readonly KernelCache _kernel;
    private readonly double[] _bounds;
    private readonly double[] _alphas;
    private readonly double[] _gradient;

    /// <param name="bounds">The largest coefficient of every row: its weight, 1 without weights.</param>
    public OneClassSolver(KernelCache kernel, double[] bounds, double nu)
    {
        (_kernel, _bounds) = (kernel, bounds);
        _alphas = new double[bounds.Length];
        _gradient = new double[bounds.Length];
        double left = nu * bounds.Sum();
        for (int i = 0; i < bounds.Length && left > 0; i++)
        {
            _alphas[i] = Math.Min(bounds[i], left);
            left -= _alphas[i];
        }
    }

    /// <param name="tolerance">The largest violation of the optimality conditions that is left.</param>
    /// <param name="maxSteps">Pairs at most, for problems that do not converge at that tolerance.</param>
    /// <param name="context">Progress and cancellation.</param>
    public OneClassSolution Solve(double tolerance, long maxSteps, FitContext context)
    {
        StartGradient();
        long step = 0;
        double gap = Select(out int up, out int down);
        for (double first = gap; gap >= tolerance && step < maxSteps; step++)
        {
            if (step % 256 == 0) Report(step, gap, first, tolerance, context);
            Step(up, down);
            gap = Select(out up, out down);
        }
        double objective = 0;
        for (int i = 0; i < _alphas.Length; i++) objective += _alphas[i] * _gradient[i];
        return new(_alphas, Rho(), objective / 2, gap, step);
    }

    private static void Report(long step, double gap, double first, double tolerance, FitContext context)
    {
        context.Cancelled.ThrowIfCancellationRequested();
        double share = Math.Log(Math.Max(first / gap, 1)) / Math.Log(Math.Max(first / tolerance, 2));
        context.Progress?.Report(new(Math.Clamp(share, 0, 1), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"step {step}, violation {gap:g3}")));
    }

    private void StartGradient()
    {
        for (int i = 0; i < _alphas.Length; i++)
        {
            if (_alphas[i] > 0) System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_kernel.Row(i), _alphas[i], _gradient, _gradient);
        }
    }

    /// <summary>The row whose coefficient should grow most, and the one that gains most with it.</summary>
    /// <returns>The largest violation; below the tolerance the solution is optimal.</returns>
    private double Select(out int up, out int down)
    {
        (up, down) = (-1, -1);
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity, best = double.NegativeInfinity;
        for (int i = 0; i < _alphas.Length; i++)
        {
            if (_alphas[i] < _bounds[i] && _gradient[i] < lowest) (up, lowest) = (i, _gradient[i]);
        }
        if (up < 0) return 0;
        var kernel = _kernel.Row(up);
        for (int i = 0; i < _alphas.Length; i++)
        {
            if (_alphas[i] <= 0) continue;
            highest = Math.Max(highest, _gradient[i]);
            double violation = _gradient[i] - lowest;
            if (violation <= 0) continue;
            double gain = violation * violation / Math.Max(2 - 2 * kernel[i], MinCurvature);
            if (gain > best) (down, best) = (i, gain);
        }
        return down < 0 ? 0 : highest - lowest;
    }

    private void Step(int up, int down)
    {
        double[] k = _kernel.Row(up), other = _kernel.Row(down);
        double move = (_gradient[down] - _gradient[up]) / Math.Max(2 - 2 * k[down], MinCurvature);
        double room = _bounds[up] - _alphas[up], stock = _alphas[down];
        move = Math.Min(move, Math.Min(room, stock));
        // The bounds themselves, not sums that round beside them: membership of the sets is by comparison.
        _alphas[up] = move == room ? _bounds[up] : _alphas[up] + move;
        _alphas[down] = move == stock ? 0 : _alphas[down] - move;
        for (int i = 0; i < _gradient.Length; i++) _gradient[i] += move * (k[i] - other[i]);
    }

    /// <summary>The mean gradient of the free rows; without any, the middle of what the bounded ones allow.</summary>
    private double Rho()
    {
        double sum = 0, low = double.NegativeInfinity, high = double.PositiveInfinity;
        int free = 0;
        for (int i = 0; i < _alphas.Length; i++)
        {
            if (_bounds[i] <= 0) continue;
            if (_alphas[i] >= _bounds[i]) low = Math.Max(low, _gradient[i]);
            else if (_alphas[i] <= 0) high = Math.Min(high, _gradient[i]);
            else (free, sum) = (free + 1, sum + _gradient[i]);
        }
        if (free > 0) return sum / free;
        return double.IsInfinity(high) ? low : (low + high) / 2;
    }
}
