using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Time;

namespace NetThreat.Detection.Scoring;

/// <summary>Whether an initiator's unusual flows are more than chance explains.</summary>
/// <param name="Share">Unusual among scored flows.</param>
/// <param name="Chance">Upper bound of the probability of so many by chance.</param>
/// <param name="Level">The p-value at or below which a flow is unusual.</param>
internal sealed record UnusualVerdict(double Share, double Chance, double Level, ScoringOptions Options)
{
    /// <summary>One in a million: an initiator is tried once in each of its episodes, of which a large site has some thousands a day.</summary>
    private const double MaxChance = 1e-6;

    /// <summary>Null where the thresholds are not met.</summary>
    public static UnusualVerdict? Of(ScoredHost host, ScoringOptions options, double level)
    {
        long unusual = host.Unusual.Count;
        double share = (double)unusual / Math.Max(1, host.Scored);
        if (unusual < options.MinUnusualFlows || share < options.MinUnusualShare) return null;
        double chance = ChanceOf(unusual, host.Scored, level);
        return chance <= MaxChance ? new(share, chance, level, options) : null;
    }

    public Finding ToFinding(SiteHost initiator, ScoredHost host, Timestamp time)
    {
        var entity = Entity.Host(initiator.Address);
        return new Finding
        {
            Id = FindingIds.Finding(initiator.Site, ModelDetector.Unusual.Name, entity, host.WindowStart),
            Revision = host.Unusual.Report.Revision,
            Site = initiator.Site,
            Detector = ModelDetector.Unusual.Name,
            Entity = entity,
            Role = EntityRole.Attacker,
            Peers = host.Unusual.Peers,
            WindowStart = host.WindowStart,
            First = host.First,
            Last = host.Last,
            Time = time,
            Confidence = Math.Min(0.9, Share),
            Severity = 0.3,
            Techniques = ModelDetector.Unusual.Techniques,
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{host.Unusual.Count} of {host.Scored} flows of {initiator.Address} to {host.Unusual.Responders} are unlike the traffic the models learned: each is as rare as one in {1 / Level:0} of the normal flows, or rarer."),
            Evidence =
            [
                new("unusual_flows", host.Unusual.Count, "count", Options.MinUnusualFlows),
                new("unusual_share", Share, "ratio", Options.MinUnusualShare),
                new("scored_flows", host.Scored, "count", double.NaN),
                new("probability_by_chance", Chance, "ratio", double.NaN),
            ],
            Flows = [.. host.Unusual.Flows],
            Scores = host.Unusual.Telling is { } telling ? [telling] : [],
        };
    }

    /// <summary>
    /// Chernoff's bound of the binomial tail: P(X ≥ k) ≤ exp(-n D(k/n || p)) for k/n &gt; p (Hoeffding, "Probability inequalities for sums of
    /// bounded random variables", 1963, theorem 1).
    /// </summary>
    private static double ChanceOf(long count, long of, double p)
    {
        double q = (double)count / of;
        if (q <= p) return 1;
        double divergence = q * Math.Log(q / p) + (q < 1 ? (1 - q) * Math.Log((1 - q) / (1 - p)) : 0);
        return Math.Exp(-of * divergence);
    }
}
