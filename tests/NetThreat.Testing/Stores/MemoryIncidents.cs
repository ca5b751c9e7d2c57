using System.Globalization;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Incidents in memory with the rules of the ports: higher revisions write, people's part is their own, pages are stable under ties.</summary>
public sealed class MemoryIncidents : IIncidentReader, IIncidentWriter, IIncidentHandlingStore
{
    private readonly Dictionary<Id128, IncidentView> _rows = [];
    private readonly Lock _gate = new();

    /// <summary>When set, every read fails with it, as a store that is away does.</summary>
    public Exception? Failure { get; set; }

    public ValueTask WriteAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var incident in incidents)
            {
                var old = _rows.GetValueOrDefault(incident.Id);
                if (old is null || old.Incident.Revision < incident.Revision) _rows[incident.Id] = new(incident, old?.Handling ?? IncidentHandling.Untouched);
            }
        }
        return default;
    }

    public ValueTask<Page<IncidentView>> QueryAsync(IncidentQuery query, CancellationToken cancellation)
    {
        if (Failure is not null) throw Failure;
        int skip = query.Cursor is null ? 0 : int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : throw new ArgumentException("not a cursor");
        lock (_gate)
        {
            var all = _rows.Values.Where(v => Matches(v, query)).OrderByDescending(v => v.Incident.Updated.Nanoseconds).ThenBy(v => v.Incident.Id).Skip(skip).ToList();
            string? next = all.Count > query.Limit ? (skip + query.Limit).ToString(CultureInfo.InvariantCulture) : null;
            return new(new Page<IncidentView>([.. all.Take(query.Limit)], next));
        }
    }

    public ValueTask<IncidentView?> GetAsync(Id128 id, CancellationToken cancellation)
    {
        if (Failure is not null) throw Failure;
        lock (_gate) return new(_rows.GetValueOrDefault(id));
    }

    public ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        lock (_gate) return new(_rows.Count);
    }

    public ValueTask<IncidentHandling?> SetAsync(Id128 incident, IncidentState state, string? assignee, string? comment, long expectedVersion, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(incident, out var row) || row.Handling.Version != expectedVersion) return new((IncidentHandling?)null);
            var handling = new IncidentHandling(state, assignee, comment, expectedVersion + 1);
            _rows[incident] = row with { Handling = handling };
            return new(handling);
        }
    }

    private static bool Matches(IncidentView view, IncidentQuery q)
    {
        var i = view.Incident;
        return (q.Site is null || i.Site == q.Site) && (q.Technique is null || i.Techniques.Contains(q.Technique))
            && (q.State is null || view.Handling.State == q.State) && (q.MinRisk is null || i.Risk >= q.MinRisk)
            && (q.From is null || i.Last >= q.From) && (q.To is null || i.First < q.To)
            && (q.Host is not { } host || i.KeyEntity.Value == host.ToString() || i.Attackers.Sample.Contains(host) || i.Victims.Sample.Contains(host));
    }
}
