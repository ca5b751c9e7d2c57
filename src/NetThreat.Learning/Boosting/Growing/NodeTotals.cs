namespace NetThreat.Learning.Boosting.Growing;

/// <summary>What the search for a node's split needs of the whole node.</summary>
internal readonly unsafe struct NodeTotals
{
    private readonly long _total;
    private readonly double _gradientUnit, _hessianUnit, _l2, _least, _parent;
    private readonly ValueBounds _bounds;

    public NodeTotals(Gradients gradients, GrowthLimits limits, long total, ValueBounds bounds)
    {
        (_total, _bounds, _gradientUnit, _hessianUnit) = (total, bounds, gradients.GradientUnit, gradients.HessianUnit);
        (_l2, _least, Bounded) = (limits.L2, limits.MinChildWeight, bounds != ValueBounds.Free);
        var (g, h) = (Gradient(total), Hessian(total));
        _parent = Bounded ? ScoreOf(g, h, bounds.Clip(Value(g, h))) : Ratio(g, h);
    }

    /// <summary>Do monotone constraints above bound the values here?</summary>
    public bool Bounded { get; }

    public void Search(int column, long* sums, int last, long left, bool missingLeft, ref NodeSplit best)
    {
        double most = best.Gain + _parent, least = _least, l2 = _l2;
        for (int bin = 0; bin < last; bin++)
        {
            // An empty bin moves nothing.
            if (sums[bin] == 0) continue;
            left += sums[bin];
            long right = _total - left;
            double leftHessian = Hessian(left), rightHessian = Hessian(right);
            if (leftHessian < least) continue;
            if (rightHessian < least) break;
            double leftGradient = Gradient(left), rightGradient = Gradient(right), a = leftHessian + l2, b = rightHessian + l2;
            // One division instead of two.
            double score = (leftGradient * leftGradient * b + rightGradient * rightGradient * a) / (a * b);
            if (!(score > most) || right == 0) continue;
            most = score;
            best = new NodeSplit(column, bin, missingLeft, score - _parent, left);
        }
    }

    /// <summary>As <see cref="Search"/>, with the children's values within the bounds and in the order that the constraint asks for.</summary>
    public void SearchMonotone(int column, long* sums, int last, long left, bool missingLeft, int monotone, ref NodeSplit best)
    {
        for (int bin = 0; bin < last; bin++)
        {
            if (sums[bin] == 0) continue;
            left += sums[bin];
            long right = _total - left;
            double leftHessian = Hessian(left), rightHessian = Hessian(right);
            if (leftHessian < _least) continue;
            if (rightHessian < _least || right == 0) break;
            double leftGradient = Gradient(left), rightGradient = Gradient(right);
            double leftValue = _bounds.Clip(Value(leftGradient, leftHessian)), rightValue = _bounds.Clip(Value(rightGradient, rightHessian));
            if (monotone * (rightValue - leftValue) < 0) continue;
            double gain = ScoreOf(leftGradient, leftHessian, leftValue) + ScoreOf(rightGradient, rightHessian, rightValue) - _parent;
            if (gain > best.Gain) best = new NodeSplit(column, bin, missingLeft, gain, left);
        }
    }

    /// <summary>The bounds of the children: a constrained split parts them halfway between their values.</summary>
    public (ValueBounds Left, ValueBounds Right) Children(long left, int monotone)
    {
        if (monotone == 0) return (_bounds, _bounds);
        long right = _total - left;
        double middle = (_bounds.Clip(Value(Gradient(left), Hessian(left))) + _bounds.Clip(Value(Gradient(right), Hessian(right)))) / 2;
        var (below, above) = (_bounds with { Most = middle }, _bounds with { Least = middle });
        return monotone > 0 ? (below, above) : (above, below);
    }

    private double Gradient(long packed) => (int)(packed >> 32) * _gradientUnit;

    private double Hessian(long packed) => (uint)packed * _hessianUnit;

    private double Ratio(double gradient, double hessian) => gradient * gradient / (hessian + _l2);

    private double Value(double gradient, double hessian) => -gradient / (hessian + _l2);

    private double ScoreOf(double gradient, double hessian, double value) => -(2 * gradient * value + (hessian + _l2) * value * value);
}
