using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>Grows one tree of an extended isolation forest from a sample of rows.</summary>
internal sealed class HyperplaneTreeGrower
{
    private readonly Matrix _features;
    private readonly int[] _rows, _varying;
    private readonly Xoshiro256 _random;
    private readonly int _heightLimit, _extension;
    private readonly float[] _min, _max;
    private readonly DecisionTreeBuilder _tree = new(valuesPerLeaf: 1);
    private readonly List<float> _normals = [];

    /// <param name="rows">The sample; reordered.</param>
    /// <param name="extension">Columns that a hyperplane leans on, less one.</param>
    public HyperplaneTreeGrower(Matrix features, int[] rows, int extension, Xoshiro256 random)
    {
        (_features, _rows, _extension, _random) = (features, rows, extension, random);
        _heightLimit = IsolationScores.HeightLimit(rows.Length);
        (_varying, _min, _max) = (new int[features.Columns], new float[features.Columns], new float[features.Columns]);
    }

    /// <returns>The tree, and the normals of its nodes that split in their order.</returns>
    public (DecisionTree Tree, List<float> Normals) Grow()
    {
        Node(0, _rows.Length, 0);
        return (_tree.Build(), _normals);
    }

    /// <summary>As deep as the height limit, at most 16.</summary>
    private int Node(int from, int to, int depth)
    {
        int node = _tree.Add(to - from);
        var normal = new float[_features.Columns];
        if (to - from < 2 || depth == _heightLimit || !TryDraw(_rows.AsSpan(from, to - from), normal, out float threshold))
        {
            _tree.SetValue(node, 0, depth + AveragePathLength.Of(to - from));
            return node;
        }
        _normals.AddRange(normal);
        int middle = Partition(from, to, normal, threshold);
        // The column is any: only the hyperplane is asked.
        _tree.Split(node, 0, threshold);
        _tree.SetLeft(node, Node(from, middle, depth + 1));
        _tree.SetRight(node, Node(middle, to, depth + 1));
        return node;
    }

    /// <summary>A hyperplane with a normal of independent Gaussian slopes on some of the columns that vary, through a point drawn evenly from the rows' box.</summary>
    private bool TryDraw(ReadOnlySpan<int> rows, float[] normal, out float threshold)
    {
        int varying = Box(rows);
        double product = 0;
        for (int i = 0, wanted = (int)Math.Min(varying, _extension + 1L); i < wanted; i++)
        {
            int place = i + _random.Next(varying - i), column = _varying[place];
            (_varying[place], _varying[i]) = (_varying[i], column);
            normal[column] = (float)Gaussian();
            product += normal[column] * (_min[column] + _random.NextDouble() * ((double)_max[column] - _min[column]));
        }
        threshold = (float)product;
        return varying > 0 && float.IsFinite(threshold);
    }

    /// <returns>How many columns vary.</returns>
    private int Box(ReadOnlySpan<int> rows)
    {
        _features[rows[0]].CopyTo(_min);
        _features[rows[0]].CopyTo(_max);
        foreach (int row in rows[1..])
        {
            var values = _features[row];
            for (int c = 0; c < values.Length; c++)
            {
                _min[c] = Math.Min(_min[c], values[c]);
                _max[c] = Math.Max(_max[c], values[c]);
            }
        }
        int varying = 0;
        for (int c = 0; c < _min.Length; c++)
        {
            if (_max[c] > _min[c]) _varying[varying++] = c;
        }
        return varying;
    }

    /// <summary>Standard normal, by the polar method (Marsaglia and Bray, 1964).</summary>
    private double Gaussian()
    {
        double u, s;
        do
        {
            u = 2 * _random.NextDouble() - 1;
            double v = 2 * _random.NextDouble() - 1;
            s = u * u + v * v;
        }
        while (s is >= 1 or < 1e-300);
        return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
    }

    private int Partition(int from, int to, float[] normal, float threshold)
    {
        int middle = from;
        for (int i = from; i < to; i++)
        {
            if (!(Hyperplanes.Product(_features[_rows[i]], normal) <= threshold)) continue;
            (_rows[middle], _rows[i]) = (_rows[i], _rows[middle]);
            middle++;
        }
        return middle;
    }
}
