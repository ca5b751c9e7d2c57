using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Incidents;
using NetThreat.Core.Net;
using NetThreat.Detection.Catalogue;

namespace NetThreat.Detection.Correlation;

/// <summary>Makes incident revisions: pure functions of an incident and a finding.</summary>
internal static class IncidentBuilder
{
    public static Incident Open(Finding finding) => Compose(new Incident
    {
        Id = FindingIds.Incident(finding.Site, finding.Entity, finding.Role, finding.Id),
        Revision = 1,
        Site = finding.Site,
        KeyEntity = finding.Entity,
        KeyRole = finding.Role,
        Attackers = Peers.None,
        Victims = Peers.None,
        Techniques = [],
        Title = "",
        Risk = 0,
        First = finding.First,
        Last = finding.Last,
        Opened = finding.Time,
        Updated = finding.Time,
        Findings = [finding],
        FindingCount = 1,
    });

    /// <summary>The incident with a new finding, or a new revision of one it has.</summary>
    public static Incident Grow(Incident incident, Finding finding, bool known)
    {
        var findings = incident.Findings.Where(f => f.Id != finding.Id).ToList();
        if (findings.Count < Incident.MaxFindings) findings.Add(finding);
        return Compose(incident with
        {
            Revision = incident.Revision + 1,
            First = Core.Time.Timestamp.Min(incident.First, finding.First),
            Last = Core.Time.Timestamp.Max(incident.Last, finding.Last),
            Updated = finding.Time,
            Findings = [.. findings.OrderBy(f => f.First).ThenBy(f => f.Id)],
            FindingCount = incident.FindingCount + (known ? 0 : 1),
        });
    }

    private static Incident Compose(Incident incident)
    {
        bool byAttacker = incident.KeyRole == EntityRole.Attacker;
        var key = Address.TryParse(incident.KeyEntity.Value, out var a) ? new Peers([a], 1, false) : Peers.None;
        var others = Union(incident.Findings.Select(f => f.Peers));
        var attackers = byAttacker ? key : others;
        var victims = byAttacker ? others : key;
        var leading = incident.Findings.OrderByDescending(Weight).ThenBy(f => f.First).ThenBy(f => f.Id).First();
        string more = incident.FindingCount == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {incident.FindingCount - 1} more");
        return incident with
        {
            Attackers = attackers,
            Victims = victims,
            Techniques = [.. incident.Findings.SelectMany(f => f.Techniques).Distinct().Order(StringComparer.Ordinal)],
            Risk = 1 - incident.Findings.Aggregate(1.0, (p, f) => p * (1 - Weight(f))),
            Title = $"{DetectorCatalogue.TitleOf(leading.Detector)}{more} from {Name(attackers)} against {Name(victims)}",
        };
    }

    private static double Weight(Finding finding) => finding.Confidence * finding.Severity;

    /// <summary>The sample of the union; the count is at least the largest part's, since the parts may overlap.</summary>
    private static Peers Union(IEnumerable<Peers> parts)
    {
        var all = parts.ToList();
        var sample = all.SelectMany(p => p.Sample).Distinct().Order().ToList();
        long count = Math.Max(sample.Count, all.Max(p => p.Count));
        return new Peers([.. sample.Take(Peers.MaxSample)], count, all.Any(p => p.Estimated) || sample.Count > all.Max(p => p.Sample.Count) && all.Any(p => p.Count > p.Sample.Count));
    }

    private static string Name(Peers peers) => peers.Count switch
    {
        0 => "unknown",
        1 => peers.Sample[0].ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(peers.Estimated ? "about " : "")}{peers.Count:N0} hosts"),
    };
}
