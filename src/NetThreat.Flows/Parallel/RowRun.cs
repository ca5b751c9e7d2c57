namespace NetThreat.Flows.Parallel;

/// <summary>Rows of one worker in order, on their way to the merge.</summary>
internal sealed class RowRun(IRowBatch rows)
{
    public const int MaxRows = 2048;

    public IRowBatch Rows { get; } = rows;

    public List<RowKey> Keys { get; } = new(MaxRows);

    /// <summary>No more rows come of the block under way.</summary>
    public bool EndsBlock { get; set; }

    public void Clear()
    {
        Rows.Clear();
        Keys.Clear();
        EndsBlock = false;
    }
}
