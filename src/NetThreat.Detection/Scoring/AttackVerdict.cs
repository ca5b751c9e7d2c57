using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Time;

namespace NetThreat.Detection.Scoring;

/// <summary>Flows of an attack class as a finding.</summary>
internal static class AttackVerdict
{
    /// <param name="attack">model@version/class.</param>
    public static Finding ToFinding(SiteHost initiator, ScoredHost host, string attack, ScoredFlows flows, IReadOnlyList<string> techniques, ScoringOptions options, Timestamp time)
    {
        var entity = Entity.Host(initiator.Address);
        int slash = attack.IndexOf('/', StringComparison.Ordinal);
        double probability = flows.Sum / flows.Count, share = (double)flows.Count / host.Scored;
        return new Finding
        {
            // The class is part of what is found: two classes of one initiator are two findings.
            Id = FindingIds.Finding(initiator.Site, $"{ModelDetector.Attack.Name}/{attack}", entity, host.WindowStart),
            Revision = flows.Report.Revision,
            Site = initiator.Site,
            Detector = ModelDetector.Attack.Name,
            Entity = entity,
            Role = EntityRole.Attacker,
            Peers = flows.Peers,
            WindowStart = host.WindowStart,
            First = host.First,
            Last = host.Last,
            Time = time,
            Confidence = Math.Min(0.99, probability * (1 - Math.Pow(0.5, (double)flows.Count / options.MinAttackFlows))),
            Severity = 0.6,
            Techniques = techniques,
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{flows.Count} of {host.Scored} flows of {initiator.Address} to {flows.Responders} look like {attack[(slash + 1)..].Replace('_', ' ')} to {attack[..slash]}: {probability:0.00} probable on average."),
            Evidence =
            [
                new("attack_flows", flows.Count, "count", options.MinAttackFlows),
                new("attack_share", share, "ratio", options.MinAttackShare),
                new("mean_probability", probability, "ratio", options.MinAttackProbability),
                new("scored_flows", host.Scored, "count", double.NaN),
            ],
            Flows = [.. flows.Flows],
            Scores = flows.Telling is { } telling ? [telling] : [],
        };
    }
}
