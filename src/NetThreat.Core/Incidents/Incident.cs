using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Time;

namespace NetThreat.Core.Incidents;

/// <summary>Correlated findings about one attacker/victim story. This part is written by workers; what people set is <see cref="IncidentHandling"/>.</summary>
public sealed record Incident
{
    /// <summary>hash(site, key entity, opening finding).</summary>
    public required Id128 Id { get; init; }

    /// <summary>Rises with every finding revision that changed the incident.</summary>
    public required int Revision { get; init; }

    public required string Site { get; init; }

    public required Entity KeyEntity { get; init; }

    public required EntityRole KeyRole { get; init; }

    public required Peers Attackers { get; init; }

    public required Peers Victims { get; init; }

    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>One line for a list.</summary>
    public required string Title { get; init; }

    /// <summary>0 to 1: 1 minus the product over findings of (1 - confidence x severity).</summary>
    public required double Risk { get; init; }

    public required Timestamp First { get; init; }

    public required Timestamp Last { get; init; }

    /// <summary>Event time of the finding revision that opened the incident.</summary>
    public required Timestamp Opened { get; init; }

    /// <summary>Event time of the finding revision that made this revision.</summary>
    public required Timestamp Updated { get; init; }

    /// <summary>The newest revision of each finding, ordered by (first, id), at most <see cref="MaxFindings"/>.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Findings in all, those beyond the list included.</summary>
    public required int FindingCount { get; init; }

    public const int MaxFindings = 64;
}

/// <summary>Where people are with an incident.</summary>
public enum IncidentState : byte
{
    Open = 0,
    Acknowledged = 1,
    Closed = 2,
}

/// <summary>What people set; no worker writes it.</summary>
/// <param name="Version">Rises with every change; the ETag of the resource.</param>
public sealed record IncidentHandling(IncidentState State, string? Assignee, string? Comment, long Version)
{
    public static IncidentHandling Untouched { get; } = new(IncidentState.Open, null, null, 0);
}
