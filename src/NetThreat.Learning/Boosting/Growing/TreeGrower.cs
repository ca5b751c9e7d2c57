using NetThreat.Learning.Boosting.Binning;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>
/// Grows one tree after another over the same table. Only the smaller child's rows are added up; the larger child's sums are the parent's
/// less those. Without a limit of leaves nodes are split depth first, so that few histograms wait; with one, the best split first.
/// </summary>
internal sealed unsafe class TreeGrower(BinnedTable table, Gradients gradients, GrowthLimits limits, int threads)
{
    /// <summary>Fewer rows than this are not worth the hand-over to other threads.</summary>
    private const int RowsForThreads = 4096;

    private readonly HistogramPool _pool = new(table.PaddedColumns * HistogramKernel.Bins);
    private readonly SplitFinder _finder = new(table, gradients, limits);
    private readonly List<OpenNode> _open = [];
    private readonly NodeSplit[] _found = new NodeSplit[2 * table.Blocks];
    private bool[] _active = [];

    /// <summary>The rows of the last tree, by leaf.</summary>
    public RowPartition Partition { get; } = new(table.Rows);

    /// <param name="rows">Rows to grow on, ascending.</param>
    /// <param name="active">Columns that the tree may use.</param>
    public GrownTree Grow(ReadOnlySpan<int> rows, bool[] active)
    {
        _active = active;
        Partition.Reset(rows);
        var tree = new GrownTree();
        OpenRoot(tree, rows.Length, gradients.Pack(rows));
        int leaves = 1;
        while (Next() is { } node)
        {
            if (limits.MaxLeaves > 0 && leaves == limits.MaxLeaves) Close(tree, node);
            else
            {
                Divide(tree, node);
                leaves++;
            }
        }
        return tree;
    }

    private void OpenRoot(GrownTree tree, int count, long sum)
    {
        var histogram = _pool.Rent();
        var root = new OpenNode(tree.Add(), 0, count, 0, sum, ValueBounds.Free, NodeSplit.None, 0, histogram);
        FixedShares.Each(table.Blocks, ThreadsFor(count), block =>
        {
            if (!AnyActive(block)) return;
            Build(block, root, histogram);
            Find(block, root, histogram, 0);
        });
        Open(tree, root, 0);
    }

    private void Divide(GrownTree tree, OpenNode parent)
    {
        var split = parent.Split;
        int leftCount = Partition.Split(table, parent.Start, parent.Count, split);
        var (leftNode, rightNode) = tree.Split(parent.Node, split, parent.Below);
        var (leftBounds, rightBounds) = new NodeTotals(gradients, limits, parent.Sum, parent.Bounds).Children(split.Left, limits.Monotone.IsEmpty ? 0 : limits.Monotone[split.Column]);
        var left = new OpenNode(leftNode, parent.Start, leftCount, parent.Depth + 1, split.Left, leftBounds, NodeSplit.None, 0, null);
        var right = new OpenNode(rightNode, parent.Start + leftCount, parent.Count - leftCount, parent.Depth + 1, parent.Sum - split.Left, rightBounds, NodeSplit.None, 0, null);
        if (left.Depth < limits.MaxDepth) SearchBoth(tree, parent, left, right);
        else
        {
            _pool.Return(parent.Histogram);
            Close(tree, left);
            Close(tree, right);
        }
    }

    private void SearchBoth(GrownTree tree, OpenNode parent, OpenNode left, OpenNode right)
    {
        var (small, large) = left.Count <= right.Count ? (left, right) : (right, left);
        bool subtract = parent.Histogram is not null;
        long[] ofSmall = _pool.Rent(), ofLarge = parent.Histogram ?? _pool.Rent();
        FixedShares.Each(table.Blocks, ThreadsFor(parent.Count), block =>
        {
            if (!AnyActive(block)) return;
            Build(block, small, ofSmall);
            if (subtract) HistogramKernel.Subtract(OfBlock(block, ofLarge), OfBlock(block, ofSmall));
            else Build(block, large, ofLarge);
            Find(block, small, ofSmall, 0);
            Find(block, large, ofLarge, table.Blocks);
        });
        small = small with { Histogram = ofSmall };
        large = large with { Histogram = ofLarge };
        // The left child is on top and comes next.
        bool smallLeft = small.Node == left.Node;
        Open(tree, smallLeft ? large : small, smallLeft ? table.Blocks : 0);
        Open(tree, smallLeft ? small : large, smallLeft ? 0 : table.Blocks);
    }

    /// <summary>Halfway between the values that the node has on both sides, as the exact greedy search puts it.</summary>
    private float Threshold(long[] histogram, NodeSplit split)
    {
        int low = split.Bin, high = split.Bin + 1, count = table.Columns[split.Column].Count;
        // Nothing on the right but missing values.
        if (high >= count) return float.PositiveInfinity;
        var sums = histogram.AsSpan(split.Column * HistogramKernel.Bins, count);
        while (sums[low] == 0 && low > 0) low--;
        while (sums[high] == 0 && high < count - 1) high++;
        return table.Threshold(split.Column, low, high);
    }

    private void Build(int block, OpenNode node, long[] histogram)
    {
        fixed (long* sums = OfBlock(block, histogram)) HistogramKernel.Add(table, block, Partition.Rows + node.Start, node.Count, gradients.Packed, sums);
    }

    private void Find(int block, OpenNode node, long[] histogram, int place)
    {
        fixed (long* sums = OfBlock(block, histogram)) _found[place + block] = _finder.Best(block, sums, node.Sum, node.Bounds, _active);
    }

    private void Open(GrownTree tree, OpenNode node, int place)
    {
        var best = NodeSplit.None;
        for (int block = 0; block < table.Blocks; block++)
        {
            if (AnyActive(block) && _found[place + block] is { Column: >= 0 } found && (best.Column < 0 || found.Gain > best.Gain)) best = found;
        }
        if (best.Column < 0 || node.Histogram is not { } histogram) Close(tree, node);
        else _open.Add(node with { Split = best, Below = Threshold(histogram, best), Histogram = limits.MaxLeaves > 0 ? _pool.Keep(histogram) : histogram });
    }

    private OpenNode? Next()
    {
        if (_open.Count == 0) return null;
        int next = _open.Count - 1;
        if (limits.MaxLeaves > 0)
        {
            for (int i = next - 1; i >= 0; i--) if (_open[i].Split.Gain > _open[next].Split.Gain) next = i;
        }
        var node = _open[next];
        _open.RemoveAt(next);
        return node;
    }

    /// <summary>The value -η G/(H+λ) from the gradients themselves, added up in the order of the rows.</summary>
    private void Close(GrownTree tree, OpenNode node)
    {
        _pool.Return(node.Histogram);
        double gradient = 0, hessian = 0;
        foreach (int row in Partition.Of(node.Start, node.Count))
        {
            gradient += gradients.Pairs[row].Gradient;
            hessian += gradients.Pairs[row].Hessian;
        }
        double value = hessian + limits.L2 > 0 ? -gradient / (hessian + limits.L2) : 0;
        tree.SetLeaf(node.Node, node.Start, node.Count, limits.LearningRate * node.Bounds.Clip(value), hessian);
    }

    private Span<long> OfBlock(int block, long[] histogram) =>
        histogram.AsSpan(table.ColumnsOf(block).From * HistogramKernel.Bins, table.Width(block) * HistogramKernel.Bins);

    private bool AnyActive(int block)
    {
        var (from, to) = table.ColumnsOf(block);
        return _active.AsSpan(from, to - from).Contains(true);
    }

    private int ThreadsFor(int rows) => rows < RowsForThreads ? 1 : threads;
}
