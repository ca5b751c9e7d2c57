using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Detection;
using NetThreat.Detection.PortScan;
using NetThreat.Testing;
using static NetThreat.Testing.FlowBuilder;

namespace NetThreat.Tests.Detection;

public class PortScanDetectorTests
{
    private const string Scanner = "10.0.0.66";
    private readonly PortScanOptions _options = new();

    [Fact]
    public void FailedPortsOnOneTargetAreAVerticalScan()
    {
        var f = Assert.Single(Run(Enumerable.Range(1, 25).Select(p => p % 2 == 0 ? Refused(Scanner, "10.0.0.1", p, p * 0.01) : Unanswered(Scanner, "10.0.0.1", p, p * 0.01))));
        Assert.Equal("port-scan-vertical", f.Detector);
        Assert.Equal(Entity.Host(NetThreat.Core.Net.Address.Parse(Scanner)), f.Entity);
        Assert.Equal("10.0.0.1", Assert.Single(f.Peers.Sample).ToString());
        Assert.Equal(25, f.Evidence.First(e => e.Name == "failed_ports_on_one_target").Value);
        Assert.Equal(["T1046"], f.Techniques);
    }

    [Fact]
    public void OneBelowTheThresholdIsQuiet() => Assert.Empty(Run(Enumerable.Range(1, 24).Select(p => Unanswered(Scanner, "10.0.0.1", p, p * 0.01))));

    [Fact]
    public void AHostThatAnswersOnMostPortsIsQuiet() => Assert.Empty(Run(
        Enumerable.Range(1, 30).Select(p => Unanswered(Scanner, "10.0.0.1", p, p * 0.01))
            .Concat(Enumerable.Range(1000, 40).Select(p => Established(Scanner, "10.0.0.1", p, (p - 999) * 0.01))).OrderBy(r => r.Time)));

    [Fact]
    public void OnePortOfManyTargetsIsAHorizontalScan()
    {
        var f = Run(Enumerable.Range(1, 40).Select(i => Unanswered(Scanner, $"10.0.1.{i}", 445, i * 0.1)))[^1];
        Assert.Equal("port-scan-horizontal", f.Detector);
        Assert.Equal(40, f.Peers.Count);
        Assert.Equal(Peers.MaxSample, f.Peers.Sample.Count);
    }

    [Fact]
    public void EchoRequestsToManyTargetsAreASweep()
    {
        var f = Run(Enumerable.Range(1, 12).Select(i => Echo(Scanner, $"10.0.1.{i}", i * 0.1, answered: i <= 8)))[^1];
        Assert.Equal("icmp-sweep", f.Detector);
        Assert.Equal(["T1018"], f.Techniques);
    }

    [Fact]
    public void PingsThatAreAnsweredAreQuiet() => Assert.Empty(Run(Enumerable.Range(1, 50).Select(i => Echo(Scanner, $"10.0.1.{i}", i * 0.1, answered: true))));

    [Theory]
    [InlineData(53, 45000)]
    [InlineData(40000, 33440)]
    public void UdpAnswersAndTracerouteAreNoProbes(int sourcePort, int firstPort) =>
        Assert.Empty(Run(Enumerable.Range(0, 80).Select(i => FlowBuilder.Udp(Scanner, "10.0.0.1", firstPort + i, i * 0.01, false, sourcePort))));

    [Fact]
    public void UdpPortsWithoutAnAnswerAreAScan() =>
        Assert.Equal("port-scan-vertical", Assert.Single(Run(Enumerable.Range(1, 60).Select(i => FlowBuilder.Udp(Scanner, "10.0.0.1", i, i * 0.01, false)))).Detector);

    [Fact]
    public void MulticastIsNoTarget() => Assert.Empty(Run(Enumerable.Range(1, 200).Select(i => FlowBuilder.Udp(Scanner, "239.255.255.250", i, i * 0.01, false))));

    [Fact]
    public void APauseLongerThanTheGapBeginsAnew() => Assert.Empty(Run(
        Enumerable.Range(1, 20).Select(p => Unanswered(Scanner, "10.0.0.1", p, p * 0.01))
            .Concat(Enumerable.Range(21, 20).Select(p => Unanswered(Scanner, "10.0.0.1", p, 200 + p * 0.01)))));

    [Fact]
    public void AGrowingScanKeepsItsIdAndRaisesItsRevision()
    {
        var found = Run(Enumerable.Range(1, 1000).Select(p => Unanswered(Scanner, "10.0.0.1", p, p * 0.1)));
        Assert.Single(found.Select(f => f.Id).Distinct());
        Assert.Equal(Enumerable.Range(1, found.Count), found.Select(f => f.Revision));
        Assert.InRange(found.Count, 3, 12);
        Assert.Equal(1000, found[^1].Evidence.First(e => e.Name == "failed_ports_on_one_target").Value);
        Assert.True(found.Zip(found.Skip(1)).All(p => p.First.Confidence <= p.Second.Confidence));
    }

    [Fact]
    public void TheLimitOnInitiatorsEvictsTheOneThatEndsFirstAndCounts()
    {
        var detector = new PortScanDetector(_options with { MaxInitiators = 3 });
        for (int i = 1; i <= 5; i++) detector.OnRecord("site", Unanswered($"10.0.2.{i}", "10.0.0.1", 80, i));
        Assert.Equal(2, detector.Evicted);
    }

    [Fact]
    public void SavedStateGoesOnAlike()
    {
        var records = Enumerable.Range(1, 300).Select(p => Unanswered(Scanner, $"10.0.0.{p % 3}", p, p * 0.1)).ToList();
        var whole = Run(records);
        var entries = new List<KeyValuePair<string, byte[]?>>();
        var findings = new List<Finding>();
        var first = new PortScanDetector(_options);
        Feed(first, records.Take(150), findings, finish: false);
        first.TakeChanges(entries);
        var second = new PortScanDetector(_options);
        foreach (var (k, v) in entries) second.Restore(k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..], v!);
        Feed(second, records.Skip(150), findings, finish: true);
        Assert.Equal(whole.Select(f => (f.Id, f.Revision, f.Summary)), findings.Select(f => (f.Id, f.Revision, f.Summary)));
    }

    private List<Finding> Run(IEnumerable<FlowRecord> records)
    {
        var findings = new List<Finding>();
        Feed(new PortScanDetector(_options), records, findings, finish: true);
        return findings;
    }

    private static void Feed(PortScanDetector detector, IEnumerable<FlowRecord> records, List<Finding> findings, bool finish)
    {
        Timestamp? open = null;
        foreach (var r in records)
        {
            if (open is { } start && start + Grid.Interval <= r.Time)
            {
                detector.CloseInterval(start + Grid.Interval, findings);
                open = null;
            }
            detector.Expire(r.Time, findings);
            open ??= Grid.Start(r.Time);
            detector.OnRecord("site", r);
        }
        if (!finish) return;
        if (open is { } last) detector.CloseInterval(last + Grid.Interval, findings);
        detector.Expire(Timestamp.MaxValue, findings);
    }
}
