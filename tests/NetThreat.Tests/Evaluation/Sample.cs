using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Evaluation;
using NetThreat.Simulation.Labels;

namespace NetThreat.Tests.Evaluation;

/// <summary>Labels and incidents in few words. Times are seconds after the capture's first packet.</summary>
internal static class Sample
{
    public static Timestamp Start { get; } = Timestamp.FromSeconds(1_000_000);

    public static LabelledActivity Label(
        string activity = "port_scan_vertical", string technique = "T1046", string attacker = "10.0.0.1", string victim = "10.0.0.2", double start = 100, double end = 200)
    {
        string line = $"a.pcap\t{activity}\t{technique}\t{attacker}\t{victim}\ttcp\t-\t{start}\t{end}\t5\t-\t-\t-\thigh";
        var result = LabelFile.Parse("labels", [string.Join('\t', LabelRow.Columns), line]);
        Assert.Empty(result.Errors);
        return result.Activities[0];
    }

    public static Incident Incident(
        string[]? attackers = null, string[]? victims = null, double first = 120, double last = 130, string technique = "T1046",
        (EntityRole Role, string Value)? key = null, ulong id = 1, double? opened = null)
    {
        var (role, value) = key ?? (EntityRole.Attacker, attackers is { Length: > 0 } ? attackers[0] : "10.0.0.1");
        return new()
        {
            Id = new Id128(0, id),
            Revision = 1,
            Site = "s",
            KeyEntity = new(value.Contains('>', StringComparison.Ordinal) ? EntityKind.HostPair : EntityKind.Host, value),
            KeyRole = role,
            Attackers = Peers(attackers ?? ["10.0.0.1"]),
            Victims = Peers(victims ?? ["10.0.0.2"]),
            Techniques = [technique],
            Title = $"incident {id}",
            Risk = 0.5,
            First = At(first),
            Last = At(last),
            Opened = At(opened ?? first),
            Updated = At(last),
            Findings = [],
            FindingCount = 0,
        };
    }

    public static Timestamp At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    private static Peers Peers(string[] addresses) => new([.. addresses.Select(Address.Parse)], addresses.Length, false);
}
