using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Scores;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Testing.Samples;

/// <summary>Random but plausible findings, incidents, reports from a seeded generator.</summary>
public static class FindingSamples
{
    public static Finding Finding(Random random)
    {
        var first = FlowSamples.Epoch + TimeSpan.FromMilliseconds(random.Next(3_600_000));
        return new()
        {
            Id = FlowSamples.Id(random),
            Revision = random.Next(1, 9),
            Site = "site",
            Detector = random.Next(2) == 0 ? "port_scan" : "syn_flood",
            Entity = Entity.Host(FlowSamples.Address(random)),
            Role = (EntityRole)random.Next(2),
            Peers = Peers(random),
            WindowStart = first.Floor(TimeSpan.FromMinutes(1)),
            First = first,
            Last = first + TimeSpan.FromSeconds(random.Next(60)),
            Time = first + TimeSpan.FromSeconds(60),
            Confidence = random.NextDouble(),
            Severity = random.NextDouble(),
            Techniques = ["T1046"],
            Summary = $"{random.Next(100)} ports – asked",
            Evidence = [new("distinct_ports", random.Next(1000), "count", 20), new("share", random.NextDouble(), "ratio", double.NaN)],
            Flows = [.. Enumerable.Range(0, random.Next(Core.Findings.Finding.MaxFlows + 1)).Select(_ => FlowSamples.Id(random))],
            Scores = [.. Enumerable.Range(0, random.Next(Core.Findings.Finding.MaxScores + 1)).Select(_ => Score(random))],
        };
    }

    public static FlowScore Score(Random random) => new(FlowSamples.Id(random), random.NextDouble(), random.Next(2) == 0 ? double.NaN : random.NextDouble(),
    [
        new("benign-forest@1", "isolation-forest", ModelTask.Anomaly, random.NextDouble(), random.NextDouble(), "", "mean path length",
            [new("duration", "us", random.NextDouble(), double.NaN, -1.5), new("bytes", "bytes", random.Next(1000), 12, 0.25)]),
        new("attacks@2", "boosting", ModelTask.Classification, random.NextDouble(), random.NextDouble(), "port_scan", "margin", []),
    ]);

    public static FindingsBatch Batch(Random random, int findings) => new(
        [.. Enumerable.Range(0, findings).Select(_ => Finding(random))],
        random.Next(2) == 0 ? new("netthreat.flows.v1/0", 4, FlowSamples.Epoch, "site") : null);

    public static Incident Incident(Random random, Id128? id = null, int revision = 1, Timestamp? updated = null)
    {
        var findings = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Finding(random)).ToList();
        var key = FlowSamples.Address(random);
        return new()
        {
            Id = id ?? FlowSamples.Id(random),
            Revision = revision,
            Site = random.Next(2) == 0 ? "site" : "other",
            KeyEntity = Entity.Host(key),
            KeyRole = EntityRole.Attacker,
            Attackers = new([key], 1, false),
            Victims = Peers(random),
            Techniques = random.Next(2) == 0 ? ["T1046"] : ["T1046", "T1498.001"],
            Title = $"{key} scans",
            Risk = random.NextDouble(),
            First = findings.Min(f => f.First),
            Last = findings.Max(f => f.Last),
            Opened = findings[0].Time,
            Updated = updated ?? findings.Max(f => f.Time),
            Findings = findings,
            FindingCount = findings.Count,
        };
    }

    public static SensorReport Report(Random random) => new()
    {
        Site = "site",
        Stream = FlowSamples.Stream,
        Version = "0.1.0",
        Source = "eth0",
        WallTime = FlowSamples.Epoch.ToDateTimeOffset().AddMilliseconds(random.Next(1_000_000)),
        EventTime = FlowSamples.Epoch,
        Packets = random.Next(),
        Bytes = random.NextInt64(1L << 50),
        Flows = random.Next(),
        Records = random.Next(),
        LiveFlows = random.Next(1000),
        Finished = random.Next(2) == 0,
        Health = random.Next(2) == 0 ? "" : "link down",
        Ledger = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Ledger(random))],
    };

    public static LedgerRow Ledger(Random random) => new(
        "meter", "packets", FlowSamples.Stream.ToString(), FlowSamples.Epoch + TimeSpan.FromMinutes(random.Next(60)),
        random.Next(1000), random.Next(1000), random.Next(10), [new("truncated", random.Next(9)), new("unknown_link", 1)], random.Next(1, 100));

    private static Peers Peers(Random random)
    {
        var sample = Enumerable.Range(0, random.Next(1, 8)).Select(_ => FlowSamples.Address(random)).Distinct().Order().ToList();
        return new(sample, sample.Count + random.Next(100), random.Next(2) == 0);
    }
}
