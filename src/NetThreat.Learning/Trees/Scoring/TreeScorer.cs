using System.Numerics.Tensors;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>
/// Adds up the leaf values of an ensemble for rows. Rows come in blocks that stay in a cache while every tree passes over them; inside a
/// block, 64 rows descend a tree together. A row's values are added in the order of the trees on every path, so all give the same bits.
/// </summary>
internal sealed unsafe class TreeScorer
{
    /// <summary>From so many rows on, a group that is not full is faster together than row by row ('bench learning').</summary>
    private const int MinTogether = 16;

    private const int Group = TableDescent.Rows;

    private readonly TreeEnsemble _trees;
    private readonly double[] _leafValues;
    private readonly int[] _firstLeaf;
    private readonly PackedNodes? _nodes;
    private readonly LevelTables? _tables;
    private readonly bool _together;
    private readonly int _blockRows;

    public TreeScorer(TreeEnsemble trees, double[] leafValues, VectorPath path)
    {
        (_trees, _leafValues) = (trees, leafValues);
        _firstLeaf = new int[trees.Trees];
        for (int t = 0; t < _firstLeaf.Length; t++) _firstLeaf[t] = PackedNodes.FirstLeaf(trees, trees.Roots[t]);
        bool shallow = trees.Depth <= LevelTables.MaxLevels;
        _nodes = PackedNodes.Fits(trees) ? PackedNodes.Pack(trees) : null;
        _together = path != VectorPath.Portable && _nodes is not null;
        if (path == VectorPath.Tables && _nodes is { } nodes && trees.Features <= LevelTables.MaxFeatures)
            _tables = new LevelTables(trees, (tree, node) => shallow ? ~trees.Left[node] - _firstLeaf[tree] : nodes.Places[node], shallow);
        _blockRows = BlockRows(trees, shallow);
    }

    public void AddTo(Rows rows, Span<double> sums)
    {
        bool few = rows.Count < MinTogether && _nodes is not null;
        if (_trees.HandlesMissing && TensorPrimitives.IsNaNAny(rows.Values))
        {
            if (few) AddFew<MayBeMissing>(rows, sums);
            else Add<MayBeMissing>(rows, sums);
        }
        else if (few) AddFew<NoneMissing>(rows, sums);
        else Add<NoneMissing>(rows, sums);
    }

    /// <summary>Row by row, several trees at a time.</summary>
    private void AddFew<TMissing>(Rows rows, Span<double> sums)
        where TMissing : IMissing
    {
        var packed = _nodes!;
        int* leaves = stackalloc int[RowDescent.Trees];
        fixed (float* values = rows.Values)
        fixed (double* sum = sums, leafValues = _leafValues)
        fixed (PackedNode* nodes = packed.Nodes)
        {
            for (int r = 0; r < rows.Count; r++)
            {
                for (int tree = 0; tree < _firstLeaf.Length; tree += RowDescent.Trees)
                {
                    int count = Math.Min(RowDescent.Trees, _firstLeaf.Length - tree);
                    if (count == RowDescent.Trees) RowDescent.Descend<TMissing>(nodes, packed.Starts.AsSpan(tree, count), Deepest(packed.Depths.AsSpan(tree, count)), values + (long)r * rows.Width, leaves);
                    else for (int i = 0; i < count; i++) ScalarDescent.Descend<TMissing>(nodes + packed.Starts[tree + i], packed.Depths[tree + i], values + (long)r * rows.Width, rows.Width, 1, leaves + i);
                    for (int i = 0; i < count; i++)
                        LeafSums.Add(leaves + i, 1, leafValues + (long)_firstLeaf[tree + i] * _trees.ValuesPerLeaf, _trees.ValuesPerLeaf, sum + (long)r * _trees.Outputs + _trees.TreeOutputs[tree + i], _trees.Outputs);
                }
            }
        }
    }

    private static int Deepest(ReadOnlySpan<int> depths) => Math.Max(Math.Max(depths[0], depths[1]), Math.Max(depths[2], depths[3]));

    /// <summary>Small trees want the rows in the first cache, large ones want many rows for each tree that is fetched.</summary>
    private static int BlockRows(TreeEnsemble trees, bool shallow)
    {
        int bytes = shallow ? 20 << 10 : 1 << 20;
        return Math.Max(1, bytes / (trees.Features * sizeof(float)) / Group) * Group;
    }

    private void Add<TMissing>(Rows rows, Span<double> sums)
        where TMissing : IMissing
    {
        int* full = stackalloc int[Group], last = stackalloc int[Group], leaves = stackalloc int[Group];
        Offsets(full, rows.Width, Group);
        Offsets(last, rows.Width, (rows.Count - 1) % Group + 1);
        fixed (float* values = rows.Values)
        fixed (double* sum = sums, leafValues = _leafValues)
        fixed (PackedNode* nodes = _nodes?.Nodes)
        {
            for (int block = 0; block < rows.Count; block += _blockRows)
            {
                int end = Math.Min(block + _blockRows, rows.Count);
                for (int tree = 0; tree < _firstLeaf.Length; tree++)
                {
                    var first = leafValues + (long)_firstLeaf[tree] * _trees.ValuesPerLeaf;
                    for (int row = block; row < end; row += Group)
                    {
                        int count = Math.Min(Group, end - row);
                        var x = values + (long)row * rows.Width;
                        if (_together && count >= MinTogether) Together<TMissing>(nodes, tree, x, count == Group ? full : last, leaves);
                        else OneByOne<TMissing>(nodes, tree, x, rows.Width, count, leaves);
                        LeafSums.Add(leaves, count, first, _trees.ValuesPerLeaf, sum + (long)row * _trees.Outputs + _trees.TreeOutputs[tree], _trees.Outputs);
                    }
                }
            }
        }
    }

    /// <summary>Where rows begin; places without a row stand for the last one.</summary>
    private static void Offsets(int* offsets, int width, int rows)
    {
        for (int i = 0; i < Group; i++) offsets[i] = Math.Min(i, rows - 1) * width;
    }

    private void Together<TMissing>(PackedNode* nodes, int tree, float* rows, int* offsets, int* leaves)
        where TMissing : IMissing
    {
        if (_tables is not { } tables) new Span<int>(leaves, Group).Fill(1);
        else
        {
            fixed (float* thresholds = &tables.Thresholds[tree * tables.Places])
            fixed (byte* features = &tables.Features[tree * tables.FeatureStride])
            fixed (int* exits = &tables.Exits[tree * tables.Places])
            {
                TableDescent.Descend<TMissing>(thresholds, features, tables.Levels, rows, offsets, leaves);
                TableDescent.Exit(exits - tables.Places, leaves);
            }
            if (tables.EndInLeaves) return;
        }
        GatherDescent.Descend<TMissing>(nodes + _nodes!.Starts[tree], rows, offsets, leaves);
    }

    private void OneByOne<TMissing>(PackedNode* nodes, int tree, float* rows, int width, int count, int* leaves)
        where TMissing : IMissing
    {
        if (_nodes is { } packed)
        {
            ScalarDescent.Descend<TMissing>(nodes + packed.Starts[tree], packed.Depths[tree], rows, width, count, leaves);
            return;
        }
        for (int r = 0; r < count; r++) leaves[r] = ~_trees.Left[_trees.Leaf(tree, new ReadOnlySpan<float>(rows + r * width, width))] - _firstLeaf[tree];
    }
}
