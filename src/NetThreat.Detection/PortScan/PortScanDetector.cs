using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Detection.Catalogue;
using NetThreat.Detection.Flows;

namespace NetThreat.Detection.PortScan;

/// <summary>Vertical scans, horizontal scans and ICMP sweeps of one initiator, over episodes of attempts in vain.</summary>
internal sealed class PortScanDetector : IFlowDetector
{
    public static readonly DetectorInfo Vertical = new("port-scan-vertical", "Port scan", ["T1046"],
        "Distinct ports that one initiator tried on one target without a connection: TCP attempts that stayed silent or were refused, UDP without an answer.",
        "MinTcpPorts (MinUdpPorts for UDP) distinct ports of a target failed within an episode, and at least MinFailedShare of the ports tried there.",
        "Traceroute's UDP ports, answers seen without their question, multicast and broadcast. Scans slower than one new port in EpisodeGap.");

    public static readonly DetectorInfo Horizontal = new("port-scan-horizontal", "Network scan", ["T1046"],
        "Distinct targets on which one initiator tried the same port without a connection.",
        "MinTcpTargets (MinUdpTargets for UDP) distinct targets failed within an episode, and at least MinFailedShare of the targets tried on the port.",
        "Services that answer on most targets. Scans slower than one new target in EpisodeGap.");

    public static readonly DetectorInfo Sweep = new("icmp-sweep", "Ping sweep", ["T1018"],
        "Distinct targets of one initiator's ICMP echo requests.",
        "MinEchoTargets distinct targets within an episode of which at least MinEchoFailedShare do not answer.",
        "Monitoring that pings hosts which answer.");

    private readonly PortScanOptions _options;
    private readonly HostEpisodes<ProbeHistory> _initiators;

    public PortScanDetector(PortScanOptions options)
    {
        _options = options;
        _initiators = new(Name, options.MaxInitiators, h => Timestamp.Min(h.LastNew + options.EpisodeGap, h.First + options.MaxEpisode), ProbeHistory.Load);
    }

    public string Name => "port-scan";

    /// <summary>Initiators that left early because of <see cref="PortScanOptions.MaxInitiators"/>.</summary>
    public long Evicted => _initiators.Evicted;

    public void OnRecord(string site, FlowRecord record)
    {
        if (!Probe.TryRead(record, out var probe)) return;
        var key = new SiteHost(site, record.Key.Originator);
        if (_initiators.Find(key) is not { } history)
        {
            if (!probe.Opens) return;
            _initiators.Add(key, history = new ProbeHistory(record.Time));
        }
        if (history.Add(probe, record.Id, record.Time, _options)) _initiators.Changed(key);
    }

    /// <summary>
    /// The initiator's flows below the rate have records, and tell of the scan; of the rest a sample tells what was tried, and the sketch on
    /// how many targets where it was one port. What is summed up by responder comes from initiators of any partition and is left to others.
    /// </summary>
    public void OnAggregate(string site, AggregateRecord aggregate)
    {
        var key = new SiteHost(site, aggregate.Host);
        if (aggregate.HostIsResponder || _initiators.Find(key) is not { } history) return;
        bool isNew = false;
        foreach (var sampled in aggregate.Sample)
        {
            if (!Probe.TryRead(aggregate, sampled, out var probe)) continue;
            isNew |= history.Add(probe, null, aggregate.Time, _options);
            if (aggregate.Ports?.Count == 1) isNew |= history.AddTargets(probe, aggregate.Peers);
        }
        if (isNew) _initiators.Changed(key);
    }

    public void CloseInterval(Timestamp end, List<Finding> findings)
    {
        foreach (var (key, history) in _initiators.TakeChanged()) Weigh(key, history, end, false, findings);
    }

    public void Expire(Timestamp now, List<Finding> findings)
    {
        while (_initiators.TryTakeDue(now, out var key, out var history, out var due)) Weigh(key, history, Grid.End(due), true, findings);
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries) => _initiators.TakeChanges(entries);

    public void Restore(string key, byte[] saved) => _initiators.Restore(key, saved);

    private void Weigh(SiteHost key, ProbeHistory history, Timestamp time, bool last, List<Finding> findings)
    {
        Report(VerticalVerdict.Of(history, _options), 0);
        Report(HorizontalVerdict.Of(history, _options), 1);
        Report(SweepVerdict.Of(history, _options), 2);

        void Report(ScanVerdict? verdict, int kind)
        {
            var report = history.Reports[kind];
            if (verdict is null || !report.Next(verdict.Magnitude, last)) return;
            _initiators.Unsaved(key);
            findings.Add(verdict.ToFinding(key, history, report.Revision, time));
        }
    }
}
