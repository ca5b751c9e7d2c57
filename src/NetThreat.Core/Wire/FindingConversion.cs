using Google.Protobuf;
using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.Core.Wire;

/// <summary>A finding to and from its message, shared by the topics that carry findings.</summary>
internal static class FindingConversion
{
    public static FindingRecord ToWire(Finding f)
    {
        var w = new FindingRecord
        {
            Id = ToWire(f.Id),
            Revision = (uint)f.Revision,
            Site = f.Site,
            Detector = f.Detector,
            EntityKind = (uint)f.Entity.Kind,
            Entity = f.Entity.Value,
            Role = (uint)f.Role,
            Peers = ToWire(f.Peers),
            WindowStartNs = f.WindowStart.Nanoseconds,
            FirstNs = f.First.Nanoseconds,
            LastNs = f.Last.Nanoseconds,
            TimeNs = f.Time.Nanoseconds,
            Confidence = f.Confidence,
            Severity = f.Severity,
            Summary = f.Summary,
        };
        w.Techniques.AddRange(f.Techniques);
        w.Evidence.AddRange(f.Evidence.Select(e => new Number { Name = e.Name, Value = e.Value, Unit = e.Unit, Threshold = e.Threshold }));
        w.Flows.AddRange(f.Flows.Select(ToWire));
        w.Scores.AddRange(f.Scores.Select(ScoreConversion.ToWire));
        return w;
    }

    public static Finding FromWire(FindingRecord w, WireCheck check) => new()
    {
        Id = check.Id(w.Id, "a finding id"),
        Revision = check.Int(w.Revision, int.MaxValue, "a revision"),
        Site = check.Text(w.Site, WireLimits.MaxName, "a site"),
        Detector = check.Text(w.Detector, WireLimits.MaxName, "a detector"),
        Entity = new((EntityKind)check.Int(w.EntityKind, (int)EntityKind.Sensor, "an entity kind"), check.Text(w.Entity, WireLimits.MaxName, "an entity")),
        Role = (EntityRole)check.Int(w.Role, (int)EntityRole.Victim, "a role"),
        Peers = check.Peers(w.Peers),
        WindowStart = new(w.WindowStartNs),
        First = new(w.FirstNs),
        Last = new(w.LastNs),
        Time = new(w.TimeNs),
        Confidence = check.Fraction(w.Confidence, "a confidence"),
        Severity = check.Fraction(w.Severity, "a severity"),
        Techniques = check.List(w.Techniques, WireLimits.MaxList, "techniques", t => check.Text(t, WireLimits.MaxName, "a technique")),
        Summary = check.Text(w.Summary, WireLimits.MaxText, "a summary"),
        Evidence = check.List(w.Evidence, WireLimits.MaxList, "evidence", n => FromWire(n, check)),
        Flows = check.List(w.Flows, Finding.MaxFlows, "flows of a finding", b => check.Id(b, "a flow id")),
        Scores = check.List(w.Scores, Finding.MaxScores, "scores of a finding", s => ScoreConversion.FromWire(s, check)),
    };

    public static ByteString ToWire(Id128 id) => ByteString.CopyFrom(id.ToBytes());

    public static PeerSet ToWire(Peers peers)
    {
        var w = new PeerSet { Count = peers.Count, Estimated = peers.Estimated };
        w.Sample.AddRange(peers.Sample.Select(ToWire));
        return w;
    }

    private static ByteString ToWire(Address address)
    {
        Span<byte> b = stackalloc byte[16];
        address.CopyTo(b);
        return ByteString.CopyFrom(address.IsV4 ? b[12..] : b);
    }

    private static EvidenceNumber FromWire(Number w, WireCheck check) =>
        new(check.Text(w.Name, WireLimits.MaxName, "a name"), w.Value, check.Text(w.Unit, WireLimits.MaxName, "a unit"), w.Threshold);
}
