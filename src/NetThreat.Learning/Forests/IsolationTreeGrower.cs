using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>Grows one isolation tree from a sample of rows.</summary>
internal sealed class IsolationTreeGrower
{
    private readonly Matrix _features;
    private readonly int[] _rows, _columns;
    private readonly Xoshiro256 _random;
    private readonly int _heightLimit;
    private readonly DecisionTreeBuilder _tree = new(valuesPerLeaf: 1);

    /// <param name="rows">The sample; reordered.</param>
    public IsolationTreeGrower(Matrix features, int[] rows, Xoshiro256 random)
    {
        (_features, _rows, _random) = (features, rows, random);
        _columns = [.. Enumerable.Range(0, features.Columns)];
        _heightLimit = IsolationScores.HeightLimit(rows.Length);
    }

    public DecisionTree Grow()
    {
        Node(0, _rows.Length, 0);
        return _tree.Build();
    }

    /// <summary>As deep as the height limit, at most 20.</summary>
    private int Node(int from, int to, int depth)
    {
        int node = _tree.Add(to - from);
        if (to - from < 2 || depth == _heightLimit || !TryDraw(from, to, out int column, out float threshold))
        {
            _tree.SetValue(node, 0, depth + AveragePathLength.Of(to - from));
            return node;
        }
        int middle = Partition(from, to, column, threshold);
        _tree.Split(node, column, threshold);
        _tree.SetLeft(node, Node(from, middle, depth + 1));
        _tree.SetRight(node, Node(middle, to, depth + 1));
        return node;
    }

    /// <summary>A column that varies among the rows, each as likely as any other, and a threshold with rows on both sides.</summary>
    private bool TryDraw(int from, int to, out int column, out float threshold)
    {
        for (int left = _columns.Length; left > 0; left--)
        {
            int place = _random.Next(left);
            column = _columns[place];
            var (min, max) = Range(from, to, column);
            if (max > min)
            {
                threshold = SplitThreshold.Within(min, max, _random.NextDouble());
                return true;
            }
            (_columns[place], _columns[left - 1]) = (_columns[left - 1], column);
        }
        (column, threshold) = (-1, 0);
        return false;
    }

    private (float Min, float Max) Range(int from, int to, int column)
    {
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        for (int i = from; i < to; i++)
        {
            float x = _features[_rows[i], column];
            min = Math.Min(min, x);
            max = Math.Max(max, x);
        }
        return (min, max);
    }

    private int Partition(int from, int to, int column, float threshold)
    {
        int middle = from;
        for (int i = from; i < to; i++)
        {
            if (_features[_rows[i], column] > threshold) continue;
            (_rows[middle], _rows[i]) = (_rows[i], _rows[middle]);
            middle++;
        }
        return middle;
    }
}
