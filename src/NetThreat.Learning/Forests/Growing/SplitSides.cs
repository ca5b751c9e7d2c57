namespace NetThreat.Learning.Forests.Growing;

/// <summary>
/// The weight of every class on both sides of a split that moves from left to right, and what it is worth: the sums of squares over the
/// weights, Σ l²/L + Σ r²/R, are largest where the Gini impurity that is left is smallest.
/// </summary>
internal sealed class SplitSides(int classes)
{
    private readonly double[] _left = new double[classes], _right = new double[classes];
    private double _leftWeight, _rightWeight, _leftSquares, _rightSquares;

    /// <summary>Everything is on the right.</summary>
    public void Start(ReadOnlySpan<double> node)
    {
        Array.Clear(_left);
        node.CopyTo(_right);
        (_leftWeight, _rightWeight, _leftSquares, _rightSquares) = (0, 0, 0, 0);
        foreach (double weight in node)
        {
            _rightWeight += weight;
            _rightSquares += weight * weight;
        }
    }

    /// <summary>Moves weight of one class to the left.</summary>
    public void Move(int label, double weight)
    {
        _leftSquares += weight * (2 * _left[label] + weight);
        _rightSquares -= weight * (2 * _right[label] - weight);
        _left[label] += weight;
        _right[label] -= weight;
        _leftWeight += weight;
        _rightWeight -= weight;
    }

    public double Worth => _leftWeight > 0 && _rightWeight > 0 ? _leftSquares / _leftWeight + _rightSquares / _rightWeight : double.NegativeInfinity;
}
