namespace NetThreat.Learning.Distances;

/// <summary>
/// A k-d tree (Bentley 1975; Friedman, Bentley and Finkel 1977) over rows: each node halves its rows at the median of the column with the
/// widest range. The lower bound of a node's distance grows by one column a step (Arya and Mount 1993). Built the same way from the same
/// rows, whatever the number of threads; immutable, so any number of searches may run at once. The depth is the logarithm of the rows.
/// </summary>
internal sealed class KdTree
{
    private const int LeafSize = 24;

    /// <summary>Rounding of a bound must not hide a row that is as near as the farthest kept.</summary>
    private const double Slack = 1 - 1e-12;

    private readonly Node[] _nodes;
    private readonly int[] _rows;
    private readonly Points _ordered;
    private readonly Sieve _sieve;

    public KdTree(Points points)
    {
        Points = points;
        _rows = new int[points.Count];
        for (int i = 0; i < _rows.Length; i++) _rows[i] = i;
        int nodes = 1;
        for (int size = points.Count; size > LeafSize; size = (size + 1) / 2) nodes = 2 * nodes + 1;
        _nodes = new Node[nodes];
        Split(0, 0, points.Count, new double[points.Count]);
        _ordered = points.Take(_rows);
        _sieve = new(_ordered);
    }

    public Points Points { get; }

    /// <summary>Offers all rows that may be among the nearest; leaves out the row <paramref name="except"/> (-1: none).</summary>
    public void Find(ReadOnlySpan<double> query, int except, ref Nearest nearest)
    {
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], query.Length);
        room.Values.Clear();
        Span<float> narrow = stackalloc float[Sieve.MaxWidth];
        Find(0, 0, _rows.Length, query, _sieve.Narrow(query, narrow), except, 0, room.Values, ref nearest);
    }

    /// <summary>All rows within a distance, in no order, <paramref name="found"/> being cleared first.</summary>
    public void Within(ReadOnlySpan<double> query, double radius, List<int> found)
    {
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], query.Length);
        room.Values.Clear();
        found.Clear();
        Within(0, 0, _rows.Length, query, radius, 0, room.Values, found);
    }

    private void Split(int node, int start, int end, double[] keys)
    {
        if (end - start <= LeafSize) return;
        int column = WidestColumn(start, end);
        for (int i = start; i < end; i++) keys[i] = Points[_rows[i]][column];
        Array.Sort(keys, _rows, start, end - start);
        int middle = start + (end - start + 1) / 2;
        _nodes[node] = new(column, keys[middle - 1], keys[middle]);
        Split(2 * node + 1, start, middle, keys);
        Split(2 * node + 2, middle, end, keys);
    }

    private int WidestColumn(int start, int end)
    {
        int widest = 0;
        double range = -1;
        Span<double> low = new double[Points.Width], high = new double[Points.Width];
        low.Fill(double.PositiveInfinity);
        high.Fill(double.NegativeInfinity);
        for (int i = start; i < end; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Min(low, Points[_rows[i]], low);
            System.Numerics.Tensors.TensorPrimitives.Max(high, Points[_rows[i]], high);
        }
        for (int c = 0; c < Points.Width; c++)
        {
            if (high[c] - low[c] > range) (widest, range) = (c, high[c] - low[c]);
        }
        return widest;
    }

    private void Find(int node, int start, int end, scoped ReadOnlySpan<double> query, scoped ReadOnlySpan<float> narrow, int except, double bound, scoped Span<double> gaps, ref Nearest nearest)
    {
        if (end - start <= LeafSize)
        {
            for (int i = start; i < end; i++)
            {
                if (_sieve.Beyond(narrow, i, nearest.Limit)) continue;
                double squared = Euclidean.SquaredUpTo(query, _ordered[i], nearest.Limit);
                if (squared <= nearest.Limit && _rows[i] != except) nearest.Offer(squared, _rows[i]);
            }
            return;
        }
        var (column, leftHigh, rightLow) = _nodes[node];
        int middle = start + (end - start + 1) / 2;
        double value = query[column], old = gaps[column];
        bool left = value - leftHigh <= rightLow - value;
        double gap = left ? rightLow - value : value - leftHigh;
        if (left) Find(2 * node + 1, start, middle, query, narrow, except, bound, gaps, ref nearest);
        else Find(2 * node + 2, middle, end, query, narrow, except, bound, gaps, ref nearest);
        double far = Farther(bound, old, ref gap);
        if (far * Slack > nearest.Limit) return;
        gaps[column] = gap;
        if (left) Find(2 * node + 2, middle, end, query, narrow, except, far, gaps, ref nearest);
        else Find(2 * node + 1, start, middle, query, narrow, except, far, gaps, ref nearest);
        gaps[column] = old;
    }

    private void Within(int node, int start, int end, ReadOnlySpan<double> query, double radius, double bound, Span<double> gaps, List<int> found)
    {
        if (end - start <= LeafSize)
        {
            for (int i = start; i < end; i++)
            {
                // The root is compared, not the square: "distance <= radius" as it is defined.
                if (Math.Sqrt(Euclidean.Squared(query, _ordered[i])) <= radius) found.Add(_rows[i]);
            }
            return;
        }
        var (column, leftHigh, rightLow) = _nodes[node];
        int middle = start + (end - start + 1) / 2;
        for (int side = 0; side < 2; side++)
        {
            double old = gaps[column], gap = side == 0 ? query[column] - leftHigh : rightLow - query[column];
            double far = Farther(bound, old, ref gap);
            if (far * Slack > radius * radius) continue;
            gaps[column] = gap;
            Within(2 * node + 1 + side, side == 0 ? start : middle, side == 0 ? middle : end, query, radius, far, gaps, found);
            gaps[column] = old;
        }
    }

    /// <summary>The bound when one column's gap to a node has grown; a gap never shrinks on the way down.</summary>
    private static double Farther(double bound, double old, ref double gap)
    {
        gap = Math.Max(gap, old);
        return bound + (gap * gap - old * old);
    }

    /// <param name="Column">The column that splits.</param>
    /// <param name="LeftHigh">Its largest value on the left.</param>
    /// <param name="RightLow">Its smallest value on the right.</param>
    private readonly record struct Node(int Column, double LeftHigh, double RightLow);
}
