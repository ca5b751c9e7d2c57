using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Flows in a dictionary.</summary>
public sealed class MemoryFlowStore : IFlowWriter, IFlowReader
{
    private readonly Dictionary<Id128, StoredFlow> _flows = [];

    /// <summary>All rows, newest start first.</summary>
    public IReadOnlyList<StoredFlow> Rows()
    {
        lock (_flows) return [.. _flows.Values.OrderByDescending(f => f.Record.Start.Nanoseconds).ThenByDescending(f => f.Record.Id)];
    }

    public ValueTask WriteAsync(IReadOnlyList<StoredFlow> flows, CancellationToken cancellation)
    {
        lock (_flows)
            foreach (var f in flows)
                _flows[f.Record.Id] = !_flows.TryGetValue(f.Record.Id, out var old) ? f
                    : f.Record.Segment > old.Record.Segment ? new(old.Vantage, old.Stream, f.Record with { Application = ApplicationFacts.Join(old.Record.Application, f.Record.Application) }) : old;
        return ValueTask.CompletedTask;
    }

    public ValueTask<Page<StoredFlow>> QueryAsync(FlowQuery query, CancellationToken cancellation) => ValueTask.FromResult(MemoryPages.Take(
        Rows().Where(f => Matches(query, f)), f => (f.Record.Start.Nanoseconds, f.Record.Id), (query with { Limit = 0, Cursor = null }).ToString(), query.Limit, query.Cursor));

    public ValueTask<IReadOnlyList<StoredFlow>> GetAsync(IReadOnlyList<Id128> ids, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<StoredFlow>>([.. Rows().Where(f => ids.Contains(f.Record.Id))]);

    public ValueTask<long> CountAsync(CancellationToken cancellation) => ValueTask.FromResult((long)Rows().Count);

    private static bool Matches(FlowQuery q, StoredFlow f)
    {
        var key = f.Record.Key;
        var sides = new[] { (key.Originator, key.Responder), (key.Responder, key.Originator) };
        return sides.Any(s => (q.Host is null || s.Item1 == q.Host) && (q.Peer is null || s.Item2 == q.Peer))
            && (q.Site is null || f.Vantage.Site == q.Site)
            && (q.ResponderPort is null || key.ResponderPort == q.ResponderPort)
            && (q.Protocol is null || key.Protocol == q.Protocol)
            && (q.Service is null || f.Record.Application?.Service == q.Service)
            && (q.From is null || f.Record.Start >= q.From)
            && (q.To is null || f.Record.Start < q.To);
    }
}
