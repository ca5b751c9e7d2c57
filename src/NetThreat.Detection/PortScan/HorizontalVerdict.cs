using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;

namespace NetThreat.Detection.PortScan;

/// <summary>One port of many targets.</summary>
internal static class HorizontalVerdict
{
    public static ScanVerdict? Of(ProbeHistory history, PortScanOptions options)
    {
        var scanned = history.Services.Where(s => Qualifies(s.Key.Protocol, s.Value, options)).OrderBy(s => s.Key).ToList();
        if (scanned.Count == 0) return null;
        var most = scanned.MaxBy(s => s.Value.Failed.Count);
        long failed = most.Value.Failed.Count, answered = most.Value.Answered.Count;
        int threshold = Threshold(most.Key.Protocol, options);
        var sample = new AddressSample(Peers.MaxSample);
        foreach (var s in scanned) sample.Merge(s.Value.Sample.ToSorted());
        string ports = string.Join(", ", scanned.Take(5).Select(s => s.Key.Port)) + (scanned.Count > 5 ? " …" : "");
        return new ScanVerdict(PortScanDetector.Horizontal, scanned.Sum(s => s.Value.Failed.Count), threshold, (double)failed / (failed + answered), 0.6,
            new Peers(sample.ToSorted(), failed, !most.Value.Failed.IsExact),
            string.Create(CultureInfo.InvariantCulture, $"{{0}} tried {IpProtocol.Name(most.Key.Protocol).ToUpperInvariant()} port {ports} on {failed + answered} hosts in {{1}}; {failed} did not connect."),
            [
                new("failed_targets_on_one_port", failed, "count", threshold),
                new("answered_targets_on_that_port", answered, "count", double.NaN),
                new("failed_share", (double)failed / (failed + answered), "ratio", options.MinFailedShare),
                new("ports", scanned.Count, "count", double.NaN),
            ]);
    }

    private static bool Qualifies(byte protocol, ServiceProbes probes, PortScanOptions options) =>
        protocol != IpProtocol.Icmp && probes.Failed.Count >= Threshold(protocol, options)
        && probes.Failed.Count >= options.MinFailedShare * (probes.Failed.Count + probes.Answered.Count);

    private static int Threshold(byte protocol, PortScanOptions options) => protocol == IpProtocol.Tcp ? options.MinTcpTargets : options.MinUdpTargets;
}
