namespace NetThreat.Flows.Records;

/// <summary>Rows in use and for re-use: as many as records wait for the clock at once.</summary>
internal sealed class FlowRowPool(FlowIdentity identity)
{
    private readonly Stack<FlowRow> _free = new();

    public FlowRow Take()
    {
        if (!_free.TryPop(out var row)) return new FlowRow(identity);
        row.ForgetId();
        return row;
    }

    public void Return(FlowRow row)
    {
        row.Application = null;
        row.Sequence = null;
        _free.Push(row);
    }
}
