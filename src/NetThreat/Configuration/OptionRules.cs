using System.Net;

namespace NetThreat.Configuration;

/// <summary>A combination that is allowed and probably not meant.</summary>
/// <param name="Keys">The keys that make it.</param>
internal sealed record ConfigurationDoubt(string Keys, string Explanation)
{
    public override string ToString() => $"{Keys}: {Explanation}";
}

/// <summary>Rules across sections.</summary>
internal static class OptionRules
{
    /// <summary>Combinations that cannot work.</summary>
    public static IEnumerable<ConfigurationError> Errors(NetThreatOptions options)
    {
        if (options.Roles.Count == 0) yield return new("configuration", "Roles", "names no role: leave it out for all of them, or name some of " + ValueText.Format(Enum.GetValues<Role>()));
        if (options.Roles.GroupBy(r => r).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return new("configuration", "Roles", $"names {ValueText.Format(twice.Key)} twice: keep one");
        if (options.Roles.Contains(Role.Collector) && options.Roles.Count < Enum.GetValues<Role>().Length && !options.Collects())
            yield return new("configuration", "Collector:Enabled", "is off, and the collector has nothing to collect from: switch it on, or name log files in Collector:Logs");
    }

    /// <summary>Combinations that work and are probably not meant, with the reason.</summary>
    public static IEnumerable<ConfigurationDoubt> Doubts(NetThreatOptions options)
    {
        // A collector reads nothing of the bus: nothing is written for it.
        var missing = Enum.GetValues<Role>().Except(options.Roles).Except([Role.Collector]).ToList();
        if (missing.Count > 0)
        {
            yield return new("Roles", $"the in-process bus reaches this process alone, and {ValueText.Format(missing)} "
                + $"{(missing.Count == 1 ? "is" : "are")} not in it: what the roles here write for {(missing.Count == 1 ? "it" : "them")} goes nowhere");
        }
        if (options.Roles.Contains(Role.Web) && options.Web.CertificateFile is null && !IsLoopback(options.Web.Listen))
        {
            yield return new("Web:Listen", $"{options.Web.Listen} is reachable from other machines and there is no Web:CertificateFile: "
                + "passwords and incidents cross the network unencrypted unless a proxy in front encrypts them");
        }
    }

    private static bool IsLoopback(string listen) => listen == "localhost" || (IPAddress.TryParse(listen, out var address) && IPAddress.IsLoopback(address));
}
