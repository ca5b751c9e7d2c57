namespace NetThreat.Learning.Trees;

/// <summary>Grows one <see cref="DecisionTree"/> node by node: a node is a leaf until it is split, and children come after their parent.</summary>
/// <param name="valuesPerLeaf">1, or one per output.</param>
/// <param name="handlesMissing">Does the tree say where missing values go?</param>
public sealed class DecisionTreeBuilder(int valuesPerLeaf, bool handlesMissing = false)
{
    private readonly List<int> _feature = [], _left = [], _right = [];
    private readonly List<float> _threshold = [];
    private readonly List<bool> _missingLeft = [];
    private readonly List<double> _values = [], _cover = [];

    public int Nodes => _feature.Count;

    /// <summary>Adds a leaf and gives its place; its values start at 0.</summary>
    public int Add(double cover)
    {
        _feature.Add(-1);
        _threshold.Add(0);
        _left.Add(-1);
        _right.Add(-1);
        _missingLeft.Add(false);
        _cover.Add(cover);
        for (int i = 0; i < valuesPerLeaf; i++) _values.Add(0);
        return _feature.Count - 1;
    }

    public void SetValue(int node, int place, double value) => _values[node * valuesPerLeaf + place] = value;

    /// <summary>Makes a split of a leaf; the children are set once they are there.</summary>
    public void Split(int node, int feature, float threshold, bool missingLeft = false)
    {
        _feature[node] = feature;
        _threshold[node] = threshold;
        _missingLeft[node] = missingLeft;
    }

    public void SetCover(int node, double cover) => _cover[node] = cover;

    public void SetLeft(int node, int child) => _left[node] = child;

    public void SetRight(int node, int child) => _right[node] = child;

    public DecisionTree Build(int output = 0) => new()
    {
        Feature = [.. _feature],
        Threshold = [.. _threshold],
        Left = [.. _left],
        Right = [.. _right],
        MissingLeft = handlesMissing ? [.. _missingLeft] : null,
        Values = [.. _values],
        Cover = [.. _cover],
        Output = output,
    };
}
