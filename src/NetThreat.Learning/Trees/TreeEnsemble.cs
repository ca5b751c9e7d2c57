using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees.Scoring;

namespace NetThreat.Learning.Trees;

/// <summary>
/// Many binary trees in shared arrays indexed by node: the immutable structure of every tree model. A row starts at each tree's root, goes
/// left where its value is at most the node's threshold, and adds the values of the leaf it reaches to its outputs, tree after tree.
/// Leaves hold one value, which goes to the tree's output (isolation forest, boosting), or one per output (random forest).
/// </summary>
public sealed class TreeEnsemble
{
    /// <summary>Most edges from a root to a leaf.</summary>
    public const int MaxDepth = 256;

    private readonly int[] _roots, _treeOutputs, _feature, _left, _right;
    private readonly float[] _threshold;
    private readonly bool[] _missingLeft;
    private readonly double[] _leafValues, _cover;
    private readonly TreeScorer _scorer;

    /// <param name="features">Columns of a row.</param>
    /// <param name="outputs">Sums that a row gets.</param>
    /// <param name="valuesPerLeaf">1, or <paramref name="outputs"/>.</param>
    /// <param name="trees">At least one; missing values have a meaning where every tree gives them one.</param>
    /// <exception cref="LearningException">A tree is none: names the tree, the node and the fault.</exception>
    public TreeEnsemble(int features, int outputs, int valuesPerLeaf, IReadOnlyList<DecisionTree> trees)
        : this(TreeArrays.Join(features, outputs, valuesPerLeaf, trees))
    {
    }

    private TreeEnsemble(TreeArrays arrays)
    {
        Depth = arrays.Check();
        (Features, Outputs, ValuesPerLeaf, HandlesMissing) = (arrays.Features, arrays.Outputs, arrays.ValuesPerLeaf, arrays.MissingLeft.Length > 0);
        (_roots, _treeOutputs, _feature, _left, _right) = (arrays.Roots, arrays.TreeOutputs, arrays.Feature, arrays.Left, arrays.Right);
        (_threshold, _missingLeft, _leafValues, _cover) = (arrays.Threshold, arrays.MissingLeft, arrays.LeafValues, arrays.Cover);
        _scorer = Scorer(VectorPaths.Best);
    }

    /// <summary>Columns of a row.</summary>
    public int Features { get; }

    /// <summary>Sums that a row gets.</summary>
    public int Outputs { get; }

    /// <summary>1, or <see cref="Outputs"/>.</summary>
    public int ValuesPerLeaf { get; }

    /// <summary>Does every node say where missing values go?</summary>
    public bool HandlesMissing { get; }

    /// <summary>Edges from root to leaf of the deepest tree.</summary>
    public int Depth { get; }

    public int Trees => _roots.Length - 1;

    public int Nodes => _feature.Length;

    public int Leaves => _leafValues.Length / ValuesPerLeaf;

    /// <summary>Trees + 1 places: tree t is the nodes from <c>Roots[t]</c>, its root, up to <c>Roots[t + 1]</c>.</summary>
    public ReadOnlySpan<int> Roots => _roots;

    /// <summary>The output that a tree of one value per leaf adds to; 0 for trees with one value per output.</summary>
    public ReadOnlySpan<int> TreeOutputs => _treeOutputs;

    /// <summary>The column that a node asks for; -1 at leaves.</summary>
    public ReadOnlySpan<int> Feature => _feature;

    /// <summary>Left when x ≤ threshold; 0 at leaves.</summary>
    public ReadOnlySpan<float> Threshold => _threshold;

    /// <summary>The left child among all nodes, always after its parent; at leaves, the bitwise complement of the leaf's number.</summary>
    public ReadOnlySpan<int> Left => _left;

    /// <summary>The right child among all nodes, always after its parent; -1 at leaves.</summary>
    public ReadOnlySpan<int> Right => _right;

    /// <summary>Does a missing value go left? Empty unless <see cref="HandlesMissing"/>.</summary>
    public ReadOnlySpan<bool> MissingLeft => _missingLeft;

    /// <summary>Weight of the training rows that reached a node (boosting: sum of their hessians).</summary>
    public ReadOnlySpan<double> Cover => _cover;

    /// <summary>The <see cref="ValuesPerLeaf"/> values of a leaf.</summary>
    public ReadOnlySpan<double> LeafValues(int leafNode) => _leafValues.AsSpan(~_left[leafNode] * ValuesPerLeaf, ValuesPerLeaf);

    /// <summary>The leaf of one tree that a row reaches, as a node.</summary>
    public int Leaf(int tree, ReadOnlySpan<float> row)
    {
        int node = _roots[tree];
        while (_feature[node] >= 0) node = Next(node, row[_feature[node]]);
        return node;
    }

    /// <summary>Where a value leads from a node that splits.</summary>
    public int Next(int node, float value)
    {
        bool left = HandlesMissing && float.IsNaN(value) ? _missingLeft[node] : value <= _threshold[node];
        return left ? _left[node] : _right[node];
    }

    /// <summary>
    /// Adds the leaf values of every tree to every row's sums, in the order of the trees: the same to the bit for a row alone and in any
    /// batch. Allocates nothing. The caller has checked widths and values.
    /// </summary>
    /// <param name="rows">Rows of <see cref="Features"/> values.</param>
    /// <param name="sums"><c>rows.Count × Outputs</c>, holding what to add to.</param>
    public void AddTo(Rows rows, Span<double> sums)
    {
        if (rows.Width != Features) throw new LearningException($"rows of {rows.Width} values where the trees read {Features} columns");
        if (sums.Length != (long)rows.Count * Outputs) throw new LearningException($"{sums.Length} sums for {rows.Count} rows of {Outputs} outputs");
        _scorer.AddTo(rows, sums);
    }

    /// <summary>A scorer that uses given instructions, for tests.</summary>
    internal TreeScorer Scorer(VectorPath path) => new(this, _leafValues, path);

    public void Save(ModelWriter writer)
    {
        writer.Write(Features);
        writer.Write(Outputs);
        writer.Write(ValuesPerLeaf);
        writer.WriteArray<int>(_roots);
        writer.WriteArray<int>(_treeOutputs);
        writer.WriteArray<int>(_feature);
        writer.WriteArray<float>(_threshold);
        writer.WriteArray<int>(_left);
        writer.WriteArray<int>(_right);
        writer.WriteArray<byte>(Array.ConvertAll(_missingLeft, m => m ? (byte)1 : (byte)0));
        writer.WriteArray<double>(_leafValues);
        writer.WriteArray<double>(_cover);
    }

    /// <param name="features">Columns that the model reads.</param>
    /// <exception cref="LearningException">The file is broken, or holds something else than trees.</exception>
    public static TreeEnsemble Read(ModelReader reader, int features) => new(TreeArrays.Read(reader, features));
}
