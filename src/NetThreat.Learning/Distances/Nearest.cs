namespace NetThreat.Learning.Distances;

/// <summary>
/// The nearest rows found so far, ascending by (squared distance, row): equal distances go to the lower row, so that the result does not
/// depend on the order of the search.
/// </summary>
internal ref struct Nearest(Span<double> squared, Span<int> rows)
{
    private readonly Span<double> _squared = squared;
    private readonly Span<int> _rows = rows;
    private double _limit = double.PositiveInfinity;

    /// <summary>Rows found, at most as many as there are places.</summary>
    public int Count { get; private set; }

    public readonly ReadOnlySpan<double> Squared => _squared[..Count];

    public readonly ReadOnlySpan<int> Rows => _rows[..Count];

    /// <summary>What is farther cannot be among the nearest.</summary>
    public readonly double Limit => _limit;

    public void Offer(double squared, int row)
    {
        int last = Count < _rows.Length ? Count : Count - 1;
        if (Count == _rows.Length && !Before(squared, row, last)) return;
        Count = last + 1;
        int place = last;
        for (; place > 0 && Before(squared, row, place - 1); place--)
        {
            _squared[place] = _squared[place - 1];
            _rows[place] = _rows[place - 1];
        }
        (_squared[place], _rows[place]) = (squared, row);
        if (Count == _rows.Length) _limit = _squared[last];
    }

    private readonly bool Before(double squared, int row, int place) =>
        squared < _squared[place] || (squared == _squared[place] && row < _rows[place]);
}
