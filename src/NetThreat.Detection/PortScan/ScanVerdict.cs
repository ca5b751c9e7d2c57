using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Time;
using NetThreat.Detection.Catalogue;

namespace NetThreat.Detection.PortScan;

/// <summary>What an episode amounts to for one kind of scan.</summary>
/// <param name="Magnitude">Failed attempts that count; grows with the scan.</param>
/// <param name="Threshold">The magnitude at which the kind fires.</param>
/// <param name="FailedShare">Share of failed among tried.</param>
/// <param name="Summary">The sentence for people, with {0} for the initiator and {1} for the duration.</param>
internal sealed record ScanVerdict(
    DetectorInfo Detector, long Magnitude, long Threshold, double FailedShare, double Severity, Peers Targets,
    string Summary, IReadOnlyList<EvidenceNumber> Evidence)
{
    public Finding ToFinding(SiteHost initiator, ProbeHistory history, int revision, Timestamp time)
    {
        var entity = Entity.Host(initiator.Address);
        double seconds = (history.LastNew - history.First).TotalSeconds;
        return new Finding
        {
            Id = FindingIds.Finding(initiator.Site, Detector.Name, entity, history.WindowStart),
            Revision = revision,
            Site = initiator.Site,
            Detector = Detector.Name,
            Entity = entity,
            Role = EntityRole.Attacker,
            Peers = Targets,
            WindowStart = history.WindowStart,
            First = history.First,
            Last = history.LastNew,
            Time = time,
            Confidence = Confidence(),
            Severity = Severity,
            Techniques = Detector.Techniques,
            Summary = string.Format(CultureInfo.InvariantCulture, Summary, initiator.Address, Duration(seconds)),
            Evidence = [.. Evidence, new("duration", seconds, "seconds", double.NaN)],
            Flows = [.. history.Flows],
        };
    }

    /// <summary>Half the failed share at the threshold, approaching it as the magnitude doubles.</summary>
    private double Confidence() => Math.Min(0.99, FailedShare * (1 - Math.Pow(0.5, (double)Magnitude / Threshold)));

    private static string Duration(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(seconds, 1):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min");
}
