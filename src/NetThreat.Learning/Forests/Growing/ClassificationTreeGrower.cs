using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests.Growing;

/// <summary>
/// Grows one classification tree, depth first, left before right. A node is a leaf when it is pure, at the greatest depth, too small, or
/// when no candidate column splits it. Columns are drawn without replacement until enough were looked at and one of them varies, as in
/// scikit-learn.
/// </summary>
internal sealed class ClassificationTreeGrower
{
    private readonly Matrix _features;
    private readonly Case[] _cases;
    private readonly int _classes, _maxDepth, _minLeaf, _columnsPerNode;
    private readonly ISplitSearch _search;
    private readonly Xoshiro256 _random;
    private readonly int[] _columns;
    private readonly double[][] _weights;
    private readonly DecisionTreeBuilder _tree;

    /// <param name="cases">The rows of the tree; reordered.</param>
    public ClassificationTreeGrower(DecisionForestTrainer trainer, Matrix features, int classes, Case[] cases, ISplitSearch search, Xoshiro256 random)
    {
        (_features, _cases, _classes, _search, _random) = (features, cases, classes, search, random);
        (_maxDepth, _minLeaf, _columnsPerNode) = (trainer.MaxDepth, trainer.MinLeaf, trainer.ColumnsPerNode(features.Columns));
        _columns = [.. Enumerable.Range(0, features.Columns)];
        _weights = new double[_maxDepth + 1][];
        _tree = new DecisionTreeBuilder(classes);
    }

    public DecisionTree Grow()
    {
        Node(0, _cases.Length, 0);
        return _tree.Build();
    }

    /// <summary>As deep as the trainer's MaxDepth, at most <see cref="TreeEnsemble.MaxDepth"/>.</summary>
    private int Node(int from, int to, int depth)
    {
        var cases = _cases.AsSpan(from, to - from);
        var weights = _weights[depth] ??= new double[_classes];
        double cover = Weigh(cases, weights);
        int node = _tree.Add(cover);
        var split = depth < _maxDepth && cases.Length >= Math.Max(2, 2 * _minLeaf) && !Pure(weights) ? Best(cases, weights) : Split.None;
        if (split.Column < 0)
        {
            for (int label = 0; label < weights.Length; label++) _tree.SetValue(node, label, weights[label] / cover);
            return node;
        }
        int middle = from + Partition(cases, split);
        _tree.Split(node, split.Column, split.Threshold);
        _tree.SetLeft(node, Node(from, middle, depth + 1));
        _tree.SetRight(node, Node(middle, to, depth + 1));
        return node;
    }

    private static double Weigh(ReadOnlySpan<Case> cases, double[] weights)
    {
        Array.Clear(weights);
        foreach (ref readonly var one in cases) weights[one.Class] += one.Weight;
        double sum = 0;
        foreach (double weight in weights) sum += weight;
        return sum;
    }

    private static bool Pure(double[] weights)
    {
        int there = 0;
        foreach (double weight in weights)
        {
            if (weight > 0 && ++there > 1) return false;
        }
        return true;
    }

    private Split Best(ReadOnlySpan<Case> cases, double[] weights)
    {
        var best = Split.None;
        bool varies = false;
        for (int left = _columns.Length, looked = 0; left > 0 && (looked < _columnsPerNode || !varies); left--, looked++)
        {
            int place = _random.Next(left), column = _columns[place];
            (_columns[place], _columns[left - 1]) = (_columns[left - 1], column);
            varies |= _search.TryColumn(cases, weights, column, ref best);
        }
        return best;
    }

    private int Partition(Span<Case> cases, Split split)
    {
        int middle = 0;
        for (int i = 0; i < cases.Length; i++)
        {
            if (_features[cases[i].Row, split.Column] > split.Threshold) continue;
            (cases[middle], cases[i]) = (cases[i], cases[middle]);
            middle++;
        }
        return middle;
    }
}
