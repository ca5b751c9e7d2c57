namespace NetThreat.Learning.Explanations;

/// <summary>The way of two rows at once through a tree: nodes still to visit, and the columns at which the rows parted.</summary>
internal sealed class ParallelPath(int features, int depth)
{
    public const byte Mine = 1, Theirs = 2;

    [ThreadStatic]
    private static ParallelPath? _ofThread;

    // Every split on the way leaves at most four entries.
    private readonly int[] _stack = new int[4 * depth + 4], _parted = new int[depth + 1];
    private readonly byte[] _side = new byte[features];
    private int _waiting, _count, _mine;

    /// <summary>This thread's own, made again only when it is too small; between walks it is empty.</summary>
    public static ParallelPath OfThread(int features, int depth)
    {
        if (_ofThread is null || _ofThread._side.Length < features || _ofThread._parted.Length < depth + 1) _ofThread = new ParallelPath(features, depth);
        return _ofThread;
    }

    public void Push(int node) => _stack[_waiting++] = node;

    public bool TryPop(out int node)
    {
        bool any = _waiting > 0;
        node = any ? _stack[--_waiting] : 0;
        return any;
    }

    /// <summary>Whose value of the column the way follows; 0 where the rows have not parted by it.</summary>
    public byte Side(int feature) => _side[feature];

    /// <summary>The rows part: first the explained row's value is followed.</summary>
    public void Enter(int feature)
    {
        _parted[_count++] = feature;
        _side[feature] = Mine;
        _mine++;
    }

    public void Flip()
    {
        _side[_parted[_count - 1]] = Theirs;
        _mine--;
    }

    public void Back() => _side[_parted[--_count]] = 0;

    /// <summary>A leaf: its value is shared out among the columns at which the rows parted.</summary>
    public void Share(double value, double[,] weights, Span<double> contributions)
    {
        int theirs = _count - _mine;
        for (int i = 0; i < _count; i++)
        {
            int feature = _parted[i];
            contributions[feature] += _side[feature] == Mine ? value * weights[_mine, theirs] : -value * weights[theirs, _mine];
        }
    }
}
