using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Net;

namespace NetThreat.Detection.PortScan;

/// <summary>Echo requests to many targets.</summary>
internal static class SweepVerdict
{
    public static ScanVerdict? Of(ProbeHistory history, PortScanOptions options)
    {
        var echo = history.Services.FirstOrDefault(s => s.Key.Protocol == IpProtocol.Icmp).Value;
        if (echo is null) return null;
        long silent = echo.Failed.Count, answered = echo.Answered.Count, all = silent + answered;
        if (all < options.MinEchoTargets || silent < options.MinEchoFailedShare * all) return null;
        return new ScanVerdict(PortScanDetector.Sweep, all, options.MinEchoTargets, 1, 0.4,
            new Peers(echo.Sample.ToSorted(), all, !echo.Failed.IsExact || !echo.Answered.IsExact),
            string.Create(CultureInfo.InvariantCulture, $"{{0}} pinged {all} hosts in {{1}}; {silent} did not answer."),
            [
                new("echo_targets", all, "count", options.MinEchoTargets),
                new("silent_targets", silent, "count", double.NaN),
                new("silent_share", (double)silent / all, "ratio", options.MinEchoFailedShare),
            ]);
    }
}
