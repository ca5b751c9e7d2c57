using NetThreat.Learning.Boosting.Binning;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>
/// The split of a node with the largest gain G_L²/(H_L+λ) + G_R²/(H_R+λ) - G²/(H+λ) (Chen and Guestrin, "XGBoost", 2016, equation 7, without
/// the half, so that the least gain compares with this number). Of equal gains the first column and the lowest threshold win.
/// </summary>
internal sealed unsafe class SplitFinder(BinnedTable table, Gradients gradients, GrowthLimits limits)
{
    /// <summary>Less than rounding makes of nothing.</summary>
    private const double LeastGain = 1e-6;

    /// <summary>The best split among the columns of one block.</summary>
    /// <param name="sums">Of the block's first column.</param>
    /// <param name="active">Columns that this tree may use.</param>
    public NodeSplit Best(int block, long* sums, long total, ValueBounds bounds, bool[] active)
    {
        var best = NodeSplit.None with { Gain = Math.Max(limits.MinGain, LeastGain) };
        var node = new NodeTotals(gradients, limits, total, bounds);
        var (from, to) = table.ColumnsOf(block);
        for (int c = from; c < to; c++, sums += HistogramKernel.Bins)
        {
            if (!active[c]) continue;
            long missing = sums[ColumnBins.Missing];
            Search(c, sums, 0, missing == 0, in node, ref best);
            if (missing != 0) Search(c, sums, missing, true, in node, ref best);
        }
        return best;
    }

    private void Search(int column, long* sums, long missingLeft, bool left, in NodeTotals node, ref NodeSplit best)
    {
        // Where missing values go right, all that is there against all that is missing is a split too.
        int last = left ? table.Columns[column].Count - 1 : table.Columns[column].Count;
        int monotone = limits.Monotone.IsEmpty ? 0 : limits.Monotone[column];
        if (monotone == 0 && !node.Bounded) node.Search(column, sums, last, missingLeft, left, ref best);
        else node.SearchMonotone(column, sums, last, missingLeft, left, monotone, ref best);
    }
}
