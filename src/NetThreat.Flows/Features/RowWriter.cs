namespace NetThreat.Flows.Features;

/// <summary>Appends to a row.</summary>
internal ref struct RowWriter(Span<double> row)
{
    private readonly Span<double> _row = row;
    private int _next;

    public void Add(double value) => _row[_next++] = value;

    public void Unknown(int columns)
    {
        _row.Slice(_next, columns).Fill(double.NaN);
        _next += columns;
    }
}
