using System.Globalization;
using Google.Protobuf;
using NetThreat.Core.Findings;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Detection.Hosts;

namespace NetThreat.Detection.SynFlood;

/// <summary>A flood on one host from its first to its last qualifying interval.</summary>
internal sealed class FloodEpisode(Timestamp firstInterval) : IEpisode
{
    private Timestamp _firstInterval = firstInterval;
    private long _peak;

    public Timestamp LastInterval { get; private set; } = firstInterval;

    public ResponderSummary Total { get; private set; } = new();

    public ReportState Report { get; } = new();

    public void Add(Timestamp interval, ResponderSummary summary)
    {
        LastInterval = interval;
        _peak = Math.Max(_peak, summary.Incomplete);
        Total.Merge(summary);
    }

    public Finding ToFinding(SiteHost victim, Timestamp time, SynFloodOptions options)
    {
        var entity = Entity.Host(victim.Address);
        double perSecond = _peak / Grid.Interval.TotalSeconds, share = (double)Total.Incomplete / (Total.Incomplete + Total.Completed);
        long initiators = Total.Initiators.Count;
        var top = Total.Ports.Count == 0 ? default : Total.Ports.MaxBy(p => p.Value);
        string where = Total.PortsOverflow ? "many ports" : string.Create(CultureInfo.InvariantCulture, $"port {top.Key}");
        string who = initiators == 1 ? Total.Sample.ToSorted()[0].ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{(Total.Initiators.IsExact ? "" : "about ")}{initiators} addresses");
        return new Finding
        {
            Id = FindingIds.Finding(victim.Site, SynFloodDetector.Info.Name, entity, _firstInterval),
            Revision = Report.Revision,
            Site = victim.Site,
            Detector = SynFloodDetector.Info.Name,
            Entity = entity,
            Role = EntityRole.Victim,
            Peers = new Peers(Total.Sample.ToSorted(), initiators, !Total.Initiators.IsExact),
            WindowStart = _firstInterval,
            First = Total.First,
            Last = Total.Last,
            Time = time,
            Confidence = Math.Min(0.99, share * (1 - Math.Pow(0.5, perSecond / options.MinAttemptsPerSecond))),
            Severity = 0.8,
            Techniques = SynFloodDetector.Info.Techniques,
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{who} sent {Total.Incomplete} TCP connection attempts to {where} of {victim.Address} that were never completed, up to {perSecond:0} a second."),
            Evidence =
            [
                new("incomplete_attempts", Total.Incomplete, "count", double.NaN),
                new("peak_incomplete_attempts", perSecond, "per_second", options.MinAttemptsPerSecond),
                new("incomplete_share", share, "ratio", options.MinIncompleteShare),
                new("initiators", initiators, "count", double.NaN),
                .. Total.PortsOverflow ? Array.Empty<EvidenceNumber>()
                    : [new EvidenceNumber("top_port_share", (double)top.Value / Total.Incomplete, "ratio", options.MinTopPortShare)],
            ],
            Flows = [.. Total.Flows],
        };
    }

    public byte[] Save() => StateCodec.Save(w =>
    {
        StateCodec.Write(w, _firstInterval);
        StateCodec.Write(w, LastInterval);
        w.Write(_peak);
        Report.Save(w);
        StateCodec.Write(w, Total.ToWire().ToByteArray());
    });

    public static FloodEpisode Load(byte[] saved)
    {
        var e = new FloodEpisode(default);
        StateCodec.Load(saved, r =>
        {
            e._firstInterval = StateCodec.ReadTime(r);
            e.LastInterval = StateCodec.ReadTime(r);
            e._peak = r.ReadInt64();
            e.Report.Load(r);
            e.Total = ResponderSummary.TryRead(HostSide.Parser.ParseFrom(StateCodec.ReadBytes(r))) ?? throw new InvalidDataException("flood in checkpoint");
        });
        return e;
    }
}
