using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>The identities of SEMANTICS: functions of what they name.</summary>
internal static class FindingIds
{
    public static Id128 Finding(string site, string detector, Entity entity, Timestamp windowStart)
    {
        var h = new IdHash(stackalloc byte[2048], "finding"u8);
        h.Add(site);
        h.Add(detector);
        h.Add((long)entity.Kind);
        h.Add(entity.Value);
        h.Add(windowStart.Nanoseconds);
        return h.ToId();
    }

    public static Id128 Incident(string site, Entity entity, EntityRole role, Id128 opening)
    {
        var h = new IdHash(stackalloc byte[2048], "incident"u8);
        h.Add(site);
        h.Add((long)entity.Kind);
        h.Add(entity.Value);
        h.Add((long)role);
        h.Add(opening);
        return h.ToId();
    }
}
