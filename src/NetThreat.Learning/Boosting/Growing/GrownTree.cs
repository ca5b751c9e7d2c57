using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>A tree while it grows, with what the ensemble does not keep: gains, and which rows are in which leaf.</summary>
internal sealed class GrownTree
{
    private readonly DecisionTreeBuilder _builder = new(valuesPerLeaf: 1, handlesMissing: true);
    private readonly List<(int Node, int Start, int Count)> _leaves = [];

    /// <summary>Gain of every split, by node; 0 at leaves.</summary>
    public List<double> Gains { get; } = [];

    /// <summary>The column of every split, by node; -1 at leaves.</summary>
    public List<int> Columns { get; } = [];

    /// <summary>Leaf values by node, 0 at nodes that split.</summary>
    public List<double> Values { get; } = [];

    /// <summary>Leaves, and where their rows are in the partition.</summary>
    public IReadOnlyList<(int Node, int Start, int Count)> Leaves => _leaves;

    public int Add()
    {
        Gains.Add(0);
        Columns.Add(-1);
        Values.Add(0);
        return _builder.Add(0);
    }

    /// <param name="below">Left when x is below it.</param>
    public (int Left, int Right) Split(int node, NodeSplit split, float below)
    {
        (Gains[node], Columns[node]) = (split.Gain, split.Column);
        _builder.Split(node, split.Column, SplitThreshold.Below(below), split.MissingLeft);
        var (left, right) = (Add(), Add());
        _builder.SetLeft(node, left);
        _builder.SetRight(node, right);
        return (left, right);
    }

    public void SetLeaf(int node, int start, int count, double value, double cover)
    {
        _leaves.Add((node, start, count));
        Values[node] = value;
        _builder.SetValue(node, 0, value);
        _builder.SetCover(node, cover);
    }

    public DecisionTree Build(int output)
    {
        var tree = _builder.Build(output);
        for (int node = tree.Feature.Length - 1; node >= 0; node--)
        {
            if (tree.Feature[node] >= 0) tree.Cover[node] = tree.Cover[tree.Left[node]] + tree.Cover[tree.Right[node]];
        }
        return tree;
    }
}
