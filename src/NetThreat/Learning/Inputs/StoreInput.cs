using NetThreat.Core.Stores;
using NetThreat.Core.Time;

namespace NetThreat.Learning.Inputs;

/// <summary>The whole flows in the flow store, oldest end first.</summary>
/// <param name="label">What they all are, or null where nobody knows.</param>
internal sealed class StoreInput(IFlowReader store, string? label, Timestamp? from, Timestamp? to, int maxFlows) : IFlowInput
{
    private const int PageRows = 1000;

    public string Name => "flow store";

    public string? Licence => null;

    public IEnumerable<LabelledFlow> Read(CancellationToken cancellation)
    {
        var flows = new List<Core.Flows.FlowRecord>();
        for (string? cursor = null; flows.Count < maxFlows;)
        {
            var page = store.QueryAsync(new FlowQuery(From: from, To: to, Limit: PageRows, Cursor: cursor), cancellation).AsTask().GetAwaiter().GetResult();
            flows.AddRange(page.Rows.Select(r => r.Record).Where(r => r.Final && r.Features is not null));
            cursor = page.Next;
            if (cursor is null) break;
        }
        // Pages come newest first by start; models see flows in order of event time.
        foreach (var flow in flows.OrderBy(f => f.Time).ThenBy(f => f.Id)) yield return new(flow, label);
    }
}
