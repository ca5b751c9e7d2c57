using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Incidents in a dictionary.</summary>
public sealed class MemoryIncidentStore : IIncidentWriter, IIncidentReader, IIncidentHandlingStore
{
    private readonly Dictionary<Id128, IncidentView> _incidents = [];

    /// <summary>All rows, newest update first.</summary>
    public IReadOnlyList<IncidentView> Rows()
    {
        lock (_incidents) return [.. _incidents.Values.OrderByDescending(v => v.Incident.Updated.Nanoseconds).ThenByDescending(v => v.Incident.Id)];
    }

    public ValueTask WriteAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation)
    {
        lock (_incidents)
            foreach (var i in incidents)
                _incidents[i.Id] = !_incidents.TryGetValue(i.Id, out var old) ? new(i, IncidentHandling.Untouched)
                    : i.Revision > old.Incident.Revision ? old with { Incident = i } : old;
        return ValueTask.CompletedTask;
    }

    public ValueTask<Page<IncidentView>> QueryAsync(IncidentQuery query, CancellationToken cancellation) => ValueTask.FromResult(MemoryPages.Take(
        Rows().Where(v => Matches(query, v)), v => (v.Incident.Updated.Nanoseconds, v.Incident.Id), (query with { Limit = 0, Cursor = null }).ToString(), query.Limit, query.Cursor));

    public ValueTask<IncidentView?> GetAsync(Id128 id, CancellationToken cancellation)
    {
        lock (_incidents) return ValueTask.FromResult(_incidents.GetValueOrDefault(id));
    }

    public ValueTask<long> CountAsync(CancellationToken cancellation) => ValueTask.FromResult((long)Rows().Count);

    public ValueTask<IncidentHandling?> SetAsync(Id128 incident, IncidentState state, string? assignee, string? comment, long expectedVersion, CancellationToken cancellation)
    {
        lock (_incidents)
        {
            if (!_incidents.TryGetValue(incident, out var view) || view.Handling.Version != expectedVersion) return ValueTask.FromResult<IncidentHandling?>(null);
            var handling = new IncidentHandling(state, assignee, comment, expectedVersion + 1);
            _incidents[incident] = view with { Handling = handling };
            return ValueTask.FromResult<IncidentHandling?>(handling);
        }
    }

    private static bool Matches(IncidentQuery q, IncidentView v) =>
        (q.Site is null || v.Incident.Site == q.Site)
        && (q.Host is not { } h || v.Incident.KeyEntity.Value.Split('>').Contains(h.ToString()) || v.Incident.Attackers.Sample.Contains(h) || v.Incident.Victims.Sample.Contains(h))
        && (q.Technique is null || v.Incident.Techniques.Contains(q.Technique))
        && (q.State is null || v.Handling.State == q.State)
        && (q.MinRisk is null || v.Incident.Risk >= q.MinRisk)
        && (q.From is null || v.Incident.Last >= q.From)
        && (q.To is null || v.Incident.First < q.To);
}
