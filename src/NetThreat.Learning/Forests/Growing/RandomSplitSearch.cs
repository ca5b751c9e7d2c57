using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests.Growing;

/// <summary>One threshold drawn evenly between the column's extremes in the node (extremely randomised trees).</summary>
internal sealed class RandomSplitSearch(Matrix features, int classes, int minLeaf, Xoshiro256 random) : ISplitSearch
{
    private readonly SplitSides _sides = new(classes);
    private readonly double[] _left = new double[classes];

    public bool TryColumn(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best)
    {
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        foreach (ref readonly var one in cases)
        {
            float x = features[one.Row, column];
            min = Math.Min(min, x);
            max = Math.Max(max, x);
        }
        if (!(max > min)) return false;
        float threshold = SplitThreshold.Within(min, max, random.NextDouble());
        int left = 0;
        Array.Clear(_left);
        foreach (ref readonly var one in cases)
        {
            if (features[one.Row, column] > threshold) continue;
            _left[one.Class] += one.Weight;
            left++;
        }
        if (left < minLeaf || cases.Length - left < minLeaf) return true;
        _sides.Start(weights);
        for (int label = 0; label < _left.Length; label++) _sides.Move(label, _left[label]);
        best = best.Better(column, threshold, _sides.Worth);
        return true;
    }
}
