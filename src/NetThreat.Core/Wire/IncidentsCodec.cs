using Google.Protobuf;
using NetThreat.Core.Findings;
using NetThreat.Core.Incidents;

namespace NetThreat.Core.Wire;

/// <summary>Incident revisions to and from the bytes of <c>IncidentsMessage</c> (incidents.proto).</summary>
public static class IncidentsCodec
{
    public static byte[] Encode(IReadOnlyList<Incident> incidents)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        var w = new IncidentsMessage();
        w.Incidents.AddRange(incidents.Select(ToWire));
        return w.ToByteArray();
    }

    /// <returns>False with the reason when the bytes are not a plausible message.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out IReadOnlyList<Incident>? value, out string? error)
    {
        bool ok = WireCheck.TryDecode(payload, IncidentsMessage.Parser,
            (w, check) => check.List(w.Incidents, WireLimits.MaxRecords, "incidents", i => FromWire(i, check)), out var list, out error);
        value = list;
        return ok;
    }

    private static IncidentRecord ToWire(Incident i)
    {
        var w = new IncidentRecord
        {
            Id = FindingConversion.ToWire(i.Id),
            Revision = (uint)i.Revision,
            Site = i.Site,
            EntityKind = (uint)i.KeyEntity.Kind,
            Entity = i.KeyEntity.Value,
            Role = (uint)i.KeyRole,
            Attackers = FindingConversion.ToWire(i.Attackers),
            Victims = FindingConversion.ToWire(i.Victims),
            Title = i.Title,
            Risk = i.Risk,
            FirstNs = i.First.Nanoseconds,
            LastNs = i.Last.Nanoseconds,
            OpenedNs = i.Opened.Nanoseconds,
            UpdatedNs = i.Updated.Nanoseconds,
            FindingCount = (uint)i.FindingCount,
        };
        w.Techniques.AddRange(i.Techniques);
        w.Findings.AddRange(i.Findings.Select(FindingConversion.ToWire));
        return w;
    }

    private static Incident FromWire(IncidentRecord w, WireCheck check) => new()
    {
        Id = check.Id(w.Id, "an incident id"),
        Revision = check.Int(w.Revision, int.MaxValue, "a revision"),
        Site = check.Text(w.Site, WireLimits.MaxName, "a site"),
        KeyEntity = new((EntityKind)check.Int(w.EntityKind, (int)EntityKind.Sensor, "an entity kind"), check.Text(w.Entity, WireLimits.MaxName, "an entity")),
        KeyRole = (EntityRole)check.Int(w.Role, (int)EntityRole.Victim, "a role"),
        Attackers = check.Peers(w.Attackers),
        Victims = check.Peers(w.Victims),
        Techniques = check.List(w.Techniques, WireLimits.MaxList, "techniques", t => check.Text(t, WireLimits.MaxName, "a technique")),
        Title = check.Text(w.Title, WireLimits.MaxText, "a title"),
        Risk = check.Fraction(w.Risk, "a risk"),
        First = new(w.FirstNs),
        Last = new(w.LastNs),
        Opened = new(w.OpenedNs),
        Updated = new(w.UpdatedNs),
        Findings = check.List(w.Findings, Incident.MaxFindings, "findings of an incident", f => FindingConversion.FromWire(f, check)),
        FindingCount = check.Int(w.FindingCount, int.MaxValue, "a number of findings"),
    };
}
