using NetThreat.Core.Findings;
using NetThreat.Core.Incidents;
using NetThreat.Core.Net;

namespace NetThreat.Evaluation;

/// <summary>The addresses that an incident names on either side: the key entity and the samples.</summary>
internal sealed record IncidentParties(IReadOnlySet<Address> Attackers, IReadOnlySet<Address> Victims)
{
    public static IncidentParties Of(Incident incident)
    {
        HashSet<Address> attackers = [.. incident.Attackers.Sample], victims = [.. incident.Victims.Sample];
        string[] key = incident.KeyEntity.Kind switch
        {
            EntityKind.Host => [incident.KeyEntity.Value],
            EntityKind.HostPair => incident.KeyEntity.Value.Split('>'),
            _ => [],
        };
        var own = incident.KeyRole == EntityRole.Attacker ? attackers : victims;
        var other = incident.KeyRole == EntityRole.Attacker ? victims : attackers;
        if (key.Length > 0 && Address.TryParse(key[0], out var first)) own.Add(first);
        if (key.Length > 1 && Address.TryParse(key[1], out var second)) other.Add(second);
        return new(attackers, victims);
    }
}
