using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Detection;
using NetThreat.Detection.Hosts;
using NetThreat.Detection.SynFlood;
using static NetThreat.Testing.FlowBuilder;

namespace NetThreat.Tests.Detection;

public class SynFloodDetectorTests
{
    private static readonly SiteHost Victim = new("site", Address.Parse("10.0.0.80"));
    private static readonly Timestamp Interval = Grid.Start(Epoch);

    [Fact]
    public void ManyIncompleteAttemptsOnOnePortAreAFlood()
    {
        var f = Assert.Single(Run(Flood(400)));
        Assert.Equal(EntityRole.Victim, f.Role);
        Assert.Equal("10.0.0.80", f.Entity.Value);
        Assert.Equal(400, f.Evidence.First(e => e.Name == "incomplete_attempts").Value);
        Assert.Equal(["T1499.001"], f.Techniques);
        Assert.InRange(f.Peers.Count, 370, 430);
    }

    [Fact]
    public void BelowTheRateIsQuiet() => Assert.Empty(Run(Flood(249)));

    [Fact]
    public void ABusyServerIsQuiet() => Assert.Empty(Run(Flood(300).Concat(Enumerable.Range(1, 200).Select(i => Established($"10.1.0.{i}", "10.0.0.80", 80, 1)))));

    [Fact]
    public void OneSourceThatTriesManyPortsIsAScanAndNoFlood() =>
        Assert.Empty(Run(Enumerable.Range(1, 1000).Select(p => Unanswered("10.0.0.66", "10.0.0.80", p, 1))));

    [Fact]
    public void PartsMergeToTheWholeHoweverTheyWereCut()
    {
        var records = Flood(700).Concat(Enumerable.Range(1, 200).Select(p => Unanswered("10.0.0.66", "10.0.0.80", p, 1))).ToList();
        var whole = Summary(records).ToWire();
        foreach (int parts in new[] { 2, 3, 7 })
        {
            var merged = new ResponderSummary();
            for (int p = parts - 1; p >= 0; p--) merged.Merge(Summary(records.Where((_, i) => i % parts == p)));
            Assert.Equal(whole, merged.ToWire());
        }
    }

    [Fact]
    public void AFloodThatGoesOnKeepsItsIdAndEndsAfterTheGap()
    {
        var detector = new SynFloodDetector(new SynFloodOptions());
        var found = new List<Finding>();
        for (int i = 0; i < 6; i++) detector.OnInterval(Victim, Interval + Grid.Interval * i, Summary(Flood(300)), found);
        detector.Expire(Timestamp.MaxValue, found);
        Assert.Single(found.Select(f => f.Id).Distinct());
        Assert.Equal(1800, found[^1].Evidence.First(e => e.Name == "incomplete_attempts").Value);
        Assert.Equal(Enumerable.Range(1, found.Count), found.Select(f => f.Revision));
    }

    [Fact]
    public void SavedEpisodeIsTheSame()
    {
        var detector = new SynFloodDetector(new SynFloodOptions());
        detector.OnInterval(Victim, Interval, Summary(Flood(300)), []);
        var entries = new List<KeyValuePair<string, byte[]?>>();
        detector.TakeChanges(entries);
        var copy = new SynFloodDetector(new SynFloodOptions());
        copy.Restore(entries[0].Key["syn-flood/".Length..], entries[0].Value!);
        var a = new List<Finding>();
        var b = new List<Finding>();
        detector.OnInterval(Victim, Interval + Grid.Interval, Summary(Flood(900)), a);
        copy.OnInterval(Victim, Interval + Grid.Interval, Summary(Flood(900)), b);
        Assert.Equal((a[0].Id, a[0].Revision, a[0].Summary), (b[0].Id, b[0].Revision, b[0].Summary));
    }

    private static IEnumerable<FlowRecord> Flood(int n) =>
        Enumerable.Range(0, n).Select(i => Unanswered($"172.16.{i / 250}.{1 + i % 250}", "10.0.0.80", 443, i * 0.004, 1024 + i));

    private static ResponderSummary Summary(IEnumerable<FlowRecord> records)
    {
        var s = new ResponderSummary();
        foreach (var r in records) s.Add(r, incomplete: r.State == ConnState.S0);
        return s;
    }

    private static List<Finding> Run(IEnumerable<FlowRecord> records)
    {
        var found = new List<Finding>();
        new SynFloodDetector(new SynFloodOptions()).OnInterval(Victim, Interval, Summary(records), found);
        return found;
    }
}
