namespace NetThreat.Learning.Tables;

/// <summary>What a source left out or repaired, with the first few places.</summary>
public sealed class TableFaults
{
    private const int MostExamples = 8;
    private readonly List<string> _examples = [];

    /// <summary>Cells that are no number in a column of numbers, read as missing.</summary>
    public long BadCells { get; private set; }

    /// <summary>Infinite cells, treated as the rule says.</summary>
    public long InfiniteCells { get; internal set; }

    /// <summary>Rows with another number of fields than the header, left out.</summary>
    public long BadRows { get; private set; }

    /// <summary>Rows of empty fields and repeated headers, left out.</summary>
    public long EmptyRows { get; internal set; }

    /// <summary>Rows whose label says that nobody labelled them, left out.</summary>
    public long UnlabelledRows { get; internal set; }

    /// <summary>The first faults, each with line and column.</summary>
    public IReadOnlyList<string> Examples => _examples;

    internal void AddCell(string what)
    {
        BadCells++;
        if (_examples.Count < MostExamples) _examples.Add(what);
    }

    internal void AddRow(string what)
    {
        BadRows++;
        if (_examples.Count < MostExamples) _examples.Add(what);
    }
}
