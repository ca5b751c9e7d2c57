using System.Globalization;

namespace NetThreat.Learning.Tables;

/// <summary>Reads a text table by a plan. Infinite values, bad cells and bad rows are treated as the plan says; empty rows and repeated headers are left out and counted.</summary>
public sealed class CsvTableSource : ITableSource
{
    private readonly Stream _stream;
    private readonly Func<double?> _share;
    private readonly TablePlan _plan;
    private readonly CsvTokenizer _records;
    private readonly List<string> _header = [];
    private readonly CategoryCache?[] _caches;
    private bool _begun;

    /// <param name="stream">Disposed with the source.</param>
    /// <param name="name">For messages.</param>
    /// <param name="share">How much of the stream was read, where that can be known.</param>
    public CsvTableSource(Stream stream, string name, TablePlan plan, Func<double?>? share = null)
    {
        (_stream, Name, _plan, _share) = (stream, name, plan, share ?? (static () => null));
        _records = new CsvTokenizer(stream, plan.Dialect);
        Columns = [.. plan.Columns.Select(c => new SourceColumn(c.Name, c.Role, c.Kind == CellKind.Category ? c.Categories ?? new CategoryDictionary(c.MostCategories) : null, c.Definition))];
        _caches = [.. plan.Columns.Select((c, i) => Columns[i].Categories is { } codes ? new CategoryCache(codes, c.Map) : null)];
    }

    public string Name { get; }

    public IReadOnlyList<SourceColumn> Columns { get; }

    public double? Share => _share();

    public TableFaults Faults { get; } = new();

    public bool Read(TableBatch batch)
    {
        batch.Rows = 0;
        try
        {
            while (batch.Rows < batch.Capacity && NextRecord())
            {
                if (ReadRow(batch, batch.Rows)) batch.Rows++;
            }
        }
        catch (LearningException e)
        {
            throw new LearningException($"{Name}: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new LearningException($"{Name}: the compressed file is broken after line {_records.Line}: {e.Message}", e);
        }
        return batch.Rows > 0;
    }

    public void Dispose() => _stream.Dispose();

    // The next record that is a row of the right length.
    private bool NextRecord()
    {
        if (!_begun && _plan.Dialect.Header && _records.Read()) KeepHeader();
        _begun = true;
        while (_records.Read())
        {
            if (IsEmpty() || IsHeader())
            {
                Faults.EmptyRows++;
                continue;
            }
            int missing = _plan.Fields - _records.Count;
            if (missing >= 0 && missing <= _plan.OptionalFields) return true;
            var fault = $"line {_records.Line}: {_records.Count} fields where {_plan.Fields} are expected";
            if (_plan.Faults == FaultRule.Refuse) throw new LearningException(fault);
            Faults.AddRow(fault);
        }
        return false;
    }

    private void KeepHeader()
    {
        for (int i = 0; i < _records.Count; i++) _header.Add(_records.Text(i));
    }

    private bool IsEmpty()
    {
        for (int i = 0; i < _records.Count; i++)
            if (_records[i].Length > 0) return false;
        return true;
    }

    private bool IsHeader()
    {
        if (_header.Count != _records.Count || !Same(0)) return false;
        for (int i = 1; i < _header.Count; i++)
            if (!Same(i)) return false;
        return true;

        bool Same(int i) => _records[i].Length > 0 && _header[i].Length > 0 && _records[i][0] == _header[i][0] && _records.Text(i) == _header[i];
    }

    private bool ReadRow(TableBatch batch, int row)
    {
        for (int i = 0; i < _plan.Columns.Length; i++)
        {
            var column = _plan.Columns[i];
            var cell = column.Field < _records.Count ? _records[column.Field] : default;
            if (column.Kind == CellKind.Number) batch.Values[i][row] = Number(column, cell);
            else if (column.Kind == CellKind.Time) batch.Times[row] = Time(column, cell);
            else if (_caches[i]!.CodeOf(cell) is var code and >= 0) batch.Values[i][row] = code;
            else if (column.Role == ColumnRole.Feature) batch.Values[i][row] = float.NaN;
            else
            {
                Faults.UnlabelledRows++;
                return false;
            }
        }
        return true;
    }

    private float Number(PlannedColumn column, ReadOnlySpan<byte> cell)
    {
        var state = NumberCell.Read(cell, out double value);
        if (state == CellState.Number) return (float)value;
        if (state == CellState.Infinite) return Infinite(column, value);
        if (state == CellState.Bad) BadCell(column, cell, "no number");
        return float.NaN;
    }

    private float Infinite(PlannedColumn column, double value)
    {
        Faults.InfiniteCells++;
        if (_plan.Infinity == InfinityRule.Refuse) throw new LearningException($"line {_records.Line}, column '{column.Name}': the value is infinite");
        if (_plan.Infinity == InfinityRule.Missing) return float.NaN;
        return value > 0 ? float.MaxValue : float.MinValue;
    }

    private long Time(PlannedColumn column, ReadOnlySpan<byte> cell)
    {
        if (cell.Length <= 64 && column.Clock?.Invoke(System.Text.Encoding.Latin1.GetString(cell)) is { } time) return time;
        BadCell(column, cell, "no time");
        return 0;
    }

    private void BadCell(PlannedColumn column, ReadOnlySpan<byte> cell, string what)
    {
        var shown = System.Text.Encoding.Latin1.GetString(cell[..Math.Min(cell.Length, 40)]);
        var fault = string.Create(CultureInfo.InvariantCulture, $"line {_records.Line}, column '{column.Name}': '{shown}' is {what}");
        if (_plan.Faults == FaultRule.Refuse) throw new LearningException(fault);
        Faults.AddCell(fault);
    }
}
