using NetThreat.Core.Incidents;
using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>When an incident counts as having found an activity. The rule in words: docs/evaluation.md.</summary>
internal static class MatchRule
{
    /// <summary>How long after its end an activity may still be reported.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(300);

    /// <param name="captureStart">Time of the capture's first packet.</param>
    public static bool Matches(LabelledActivity activity, Incident incident, Timestamp captureStart) =>
        !activity.Row.IsBenign
        && Overlaps(activity, incident, captureStart)
        && activity.Row.Techniques.Any(wanted => incident.Techniques.Any(named => SameTechnique(wanted, named)))
        && PartiesMatch(activity, IncidentParties.Of(incident));

    /// <summary>A technique is itself, its parent and its children; two sub-techniques of one parent are different things.</summary>
    public static bool SameTechnique(string a, string b) =>
        string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || IsParent(a, b) || IsParent(b, a);

    private static bool IsParent(string parent, string child) =>
        child.Length > parent.Length && child[parent.Length] == '.' && child.StartsWith(parent, StringComparison.OrdinalIgnoreCase);

    private static bool Overlaps(LabelledActivity activity, Incident incident, Timestamp captureStart) =>
        incident.First <= captureStart + activity.End + Grace && incident.Last >= captureStart + activity.Start;

    private static bool PartiesMatch(LabelledActivity activity, IncidentParties incident) =>
        Named(activity, incident.Attackers, incident.Victims)
        || (activity.EitherOrder && Named(activity, incident.Victims, incident.Attackers));

    private static bool Named(LabelledActivity activity, IReadOnlySet<Core.Net.Address> attackers, IReadOnlySet<Core.Net.Address> victims) =>
        (activity.Attackers.Count == 0 || activity.Attackers.Overlaps(attackers)) && (activity.Victims.Count == 0 || activity.Victims.Overlaps(victims));
}
