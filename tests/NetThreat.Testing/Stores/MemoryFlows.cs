using System.Globalization;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Flows in memory, newest start first.</summary>
public sealed class MemoryFlows : IFlowReader, IFlowWriter
{
    private readonly Dictionary<Id128, StoredFlow> _rows = [];
    private readonly Lock _gate = new();

    public ValueTask WriteAsync(IReadOnlyList<StoredFlow> flows, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var flow in flows)
                if (!_rows.TryGetValue(flow.Record.Id, out var old) || old.Record.Segment < flow.Record.Segment) _rows[flow.Record.Id] = flow;
        }
        return default;
    }

    public ValueTask<Page<StoredFlow>> QueryAsync(FlowQuery query, CancellationToken cancellation)
    {
        int skip = query.Cursor is null ? 0 : int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : throw new ArgumentException("not a cursor");
        lock (_gate)
        {
            var all = _rows.Values.Where(f => Matches(f, query)).OrderByDescending(f => f.Record.Start.Nanoseconds).ThenBy(f => f.Record.Id).Skip(skip).ToList();
            return new(new Page<StoredFlow>([.. all.Take(query.Limit)], all.Count > query.Limit ? (skip + query.Limit).ToString(CultureInfo.InvariantCulture) : null));
        }
    }

    public ValueTask<IReadOnlyList<StoredFlow>> GetAsync(IReadOnlyList<Id128> ids, CancellationToken cancellation)
    {
        lock (_gate) return new([.. ids.Where(_rows.ContainsKey).Select(id => _rows[id])]);
    }

    public ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        lock (_gate) return new(_rows.Count);
    }

    private static bool Matches(StoredFlow flow, FlowQuery q)
    {
        var (r, k) = (flow.Record, flow.Record.Key);
        bool host = q.Host is not { } h || (k.Originator == h && (q.Peer is null || k.Responder == q.Peer)) || (k.Responder == h && (q.Peer is null || k.Originator == q.Peer));
        return host && (q.Site is null || flow.Vantage.Site == q.Site) && (q.ResponderPort is null || k.ResponderPort == q.ResponderPort)
            && (q.Protocol is null || k.Protocol == q.Protocol) && (q.Service is null || r.Application?.Service == q.Service)
            && (q.From is null || r.Start >= q.From) && (q.To is null || r.Start < q.To);
    }
}
