namespace NetThreat.Flows.Records;

/// <summary>Rows in use and for re-use: as many as records wait for the clock at once.</summary>
internal sealed class FlowRowPool(FlowIdentity identity)
{
    private readonly HistoryText _texts = new();
    private readonly Stack<FlowRow> _free = new();

    public FlowRow Take() => _free.TryPop(out var row) ? row : new FlowRow(identity, _texts);

    public void Return(FlowRow row)
    {
        row.Forget();
        _free.Push(row);
    }
}
