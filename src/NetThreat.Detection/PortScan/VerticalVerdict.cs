using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Net;

namespace NetThreat.Detection.PortScan;

/// <summary>Many ports of one target, on one target or several.</summary>
internal static class VerticalVerdict
{
    public static ScanVerdict? Of(ProbeHistory history, PortScanOptions options)
    {
        var scanned = history.Targets.Where(t => Qualifies(t.Key.Protocol, t.Value, options)).OrderBy(t => t.Key.Target).ThenBy(t => t.Key.Protocol).ToList();
        if (scanned.Count == 0) return null;
        var most = scanned.MaxBy(t => t.Value.Failed.Count);
        long failed = scanned.Sum(t => (long)t.Value.Failed.Count), answered = scanned.Sum(t => (long)t.Value.Answered.Count);
        var targets = scanned.Select(t => t.Key.Target).Distinct().ToList();
        int threshold = Threshold(most.Key.Protocol, options);
        string protocol = IpProtocol.Name(most.Key.Protocol).ToUpperInvariant();
        string whom = targets.Count == 1 ? targets[0].ToString() : string.Create(CultureInfo.InvariantCulture, $"{targets.Count} hosts ({most.Key.Target} the most)");
        return new ScanVerdict(PortScanDetector.Vertical, failed, threshold, (double)failed / (failed + answered), 0.5,
            new Peers([.. targets.Take(Peers.MaxSample)], targets.Count, false),
            string.Create(CultureInfo.InvariantCulture, $"{{0}} tried {most.Value.Failed.Count + most.Value.Answered.Count} {protocol} ports of {whom} in {{1}}; {most.Value.Failed.Count} were closed or silent."),
            [
                new("failed_ports_on_one_target", most.Value.Failed.Count, "count", threshold),
                new("answered_ports_on_that_target", most.Value.Answered.Count, "count", double.NaN),
                new("failed_share", (double)failed / (failed + answered), "ratio", options.MinFailedShare),
                new("targets", targets.Count, "count", double.NaN),
            ]);
    }

    private static bool Qualifies(byte protocol, TargetProbes probes, PortScanOptions options) =>
        protocol != IpProtocol.Icmp && probes.Failed.Count >= Threshold(protocol, options)
        && probes.Failed.Count >= options.MinFailedShare * (probes.Failed.Count + probes.Answered.Count);

    private static int Threshold(byte protocol, PortScanOptions options) => protocol == IpProtocol.Tcp ? options.MinTcpPorts : options.MinUdpPorts;
}
