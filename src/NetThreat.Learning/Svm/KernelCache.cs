using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Svm;

/// <summary>Rows of the kernel matrix, made when asked for; the least recently used ones leave at the limit of memory.</summary>
internal sealed class KernelCache
{
    private readonly Points _points;
    private readonly double _gamma;
    private readonly double[]?[] _rows;
    private readonly LinkedList<int> _used = new();
    private readonly LinkedListNode<int>?[] _places;
    private readonly int _limit;

    /// <param name="megabytes">Memory for rows; two rows are always kept, because a step needs two.</param>
    public KernelCache(Points points, double gamma, int megabytes)
    {
        (_points, _gamma) = (points, gamma);
        _rows = new double[points.Count][];
        _places = new LinkedListNode<int>?[points.Count];
        _limit = (int)Math.Clamp(((long)megabytes << 20) / (8L * points.Count), 2, Math.Max(2, points.Count));
    }

    /// <summary>Rows computed so far; a row that left and came back counts again.</summary>
    public long Computed { get; private set; }

    /// <summary>K(row, every row); valid until the second next call.</summary>
    public double[] Row(int row)
    {
        if (_places[row] is { } place)
        {
            _used.Remove(place);
            _used.AddLast(place);
            return _rows[row]!;
        }
        var values = _used.Count >= _limit ? Evict() : new double[_points.Count];
        RbfKernel.Row(_points, 0, _points[row], _gamma, values);
        Computed++;
        _rows[row] = values;
        _places[row] = _used.AddLast(row);
        return values;
    }

    private double[] Evict()
    {
        int oldest = _used.First!.Value;
        _used.RemoveFirst();
        var values = _rows[oldest]!;
        (_rows[oldest], _places[oldest]) = (null, null);
        return values;
    }
}
