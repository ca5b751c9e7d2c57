using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Correlation;

/// <summary>The incidents that can still grow, by key entity.</summary>
internal sealed class OpenIncidents(CorrelationOptions options)
{
    private const string Prefix = "incident/";
    private readonly Dictionary<(string Site, Entity Entity, EntityRole Role), Id128> _byKey = [];
    private readonly Dictionary<Id128, Incident> _incidents = [];
    private readonly SortedSet<(Timestamp Last, Id128 Id)> _byActivity = [];
    private readonly HashSet<Id128> _unsaved = [];

    /// <summary>Applies a finding to the incident of its key entity, or opens one.</summary>
    /// <param name="known">An earlier revision of the finding was applied.</param>
    /// <returns>The incident's new revision.</returns>
    public Incident Apply(Finding finding, bool known)
    {
        var key = (finding.Site, finding.Entity, finding.Role);
        var present = _byKey.TryGetValue(key, out var id) ? _incidents[id] : null;
        bool joins = present is not null && (known || finding.First <= present.Last + options.Gap);
        if (present is not null && !joins) Forget(present);
        var next = joins ? IncidentBuilder.Grow(present!, finding, known) : IncidentBuilder.Open(finding);
        if (joins) _byActivity.Remove((present!.Last, present.Id));
        Remember(next);
        _unsaved.Add(next.Id);
        if (_incidents.Count > options.MaxOpen)
        {
            Forget(_incidents[_byActivity.Min.Id]);
            DetectionMetrics.Evicted.Add(1, new KeyValuePair<string, object?>("detector", "correlation"));
        }
        return next;
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var id in _unsaved)
            entries.Add(new(Prefix + id, _incidents.TryGetValue(id, out var i) ? IncidentsCodec.Encode([i]) : null));
        _unsaved.Clear();
    }

    public bool TryRestore(string key, byte[] saved)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        if (!IncidentsCodec.TryDecode(saved, out var incidents, out string? error) || incidents!.Count != 1) throw new InvalidDataException($"incident in checkpoint: {error}");
        Remember(incidents[0]);
        return true;
    }

    private void Remember(Incident incident)
    {
        _incidents[incident.Id] = incident;
        _byKey[(incident.Site, incident.KeyEntity, incident.KeyRole)] = incident.Id;
        _byActivity.Add((incident.Last, incident.Id));
    }

    private void Forget(Incident incident)
    {
        _incidents.Remove(incident.Id);
        _byActivity.Remove((incident.Last, incident.Id));
        var key = (incident.Site, incident.KeyEntity, incident.KeyRole);
        if (_byKey.GetValueOrDefault(key) == incident.Id) _byKey.Remove(key);
        _unsaved.Add(incident.Id);
    }
}
