using NetThreat.Capture.Files;
using NetThreat.Capture.Sensor;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Detection.Scoring;
using NetThreat.Testing;

namespace NetThreat.Tests.Semantics;

/// <summary>The promise of <see cref="SemanticsTests"/> over real captures, metered by the real sensor.</summary>
public class CaptureSemanticsTests
{
    [DataTheory]
    [InlineData("portscan/nmap.pcap", 1)]
    [InlineData("portscan/ps-udp.pcap", 1)]
    [InlineData("portscan/synscan.pcap", 1)]
    [InlineData("portscan/tcp_0_1000_20190821.pcap", 1)]
    [InlineData("portscan/test12-icmp-portscan.pcap", 1)]
    [InlineData("dos/pkt.TCP.synflood.spoofed.pcap", 1)]
    [InlineData("westermo/right.pcap", 2)]
    [InlineData("benign/teams.pcap", 0)]
    public async Task The_same_capture_gives_the_same_incidents(string capture, int incidents)
    {
        var story = await MeterAsync(capture);
        var plain = await Replay.RunAsync(story, new ReplayPlan());
        Assert.Equal(incidents, plain.Incidents.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        SemanticsTests.Balanced(plain);
        foreach (var plan in new[] { new ReplayPlan(1, 2, 21), new ReplayPlan(2, 2, 22), new ReplayPlan(4, 1, 23), new ReplayPlan(4, 2, 25, KillAfter: 30) })
        {
            var other = await Replay.RunAsync(story, plan);
            Assert.True(plain.Incidents == other.Incidents, $"{plan} changed the incidents");
            if (plan.KillAfter is null) await CrashAsync(story, plan, plain, other.Boundaries);
        }
    }

    /// <summary>The shipped models, as they support other findings and as they report by themselves.</summary>
    [DataTheory]
    [InlineData("portscan/nmap.pcap", false, "port-scan-vertical")]
    [InlineData("portscan/nmap.pcap", true, "model-attack")]
    [InlineData("westermo/right.pcap", true, "model-attack")]
    public async Task Models_say_the_same_of_the_same_capture(string capture, bool report, string scored)
    {
        var options = new NetThreatOptions();
        var models = ScoringModels.Load(options with { Detection = options.Detection with { Scoring = options.Detection.Scoring with { ReportShipped = report } } });
        var story = await MeterAsync(capture);
        var plain = await Replay.RunAsync(story, new ReplayPlan { Models = models });
        Assert.Contains(plain.Findings, f => f.Detector == scored && f.Scores.Count > 0 && f.Scores.All(s => s.Parts.Count > 0));
        foreach (var plan in new[] { new ReplayPlan(1, 2, 21) { Models = models }, new ReplayPlan(4, 2, 25, KillAfter: 30) { Models = models } })
        {
            var other = await Replay.RunAsync(story, plan);
            Assert.True(plain.Incidents == other.Incidents, $"{plan} changed the incidents");
            if (plan.KillAfter is null) await CrashAsync(story, plan, plain, other.Boundaries);
        }
    }

    /// <summary>Crashes at boundaries spread over the whole replay; the story made by seed has every one of them.</summary>
    private static async Task CrashAsync(IReadOnlyList<StoryStream> story, ReplayPlan plan, ReplayResult plain, int boundaries)
    {
        int stride = Math.Max(1, boundaries / 3);
        for (int at = 1 + plan.Seed % stride; at <= boundaries; at += stride)
        {
            var other = await Replay.RunAsync(story, plan with { CrashAt = at });
            Assert.Equal(1, other.Crashes);
            Assert.True(plain.Incidents == other.Incidents, $"{plan} with a crash at boundary {at} changed the incidents");
            SemanticsTests.Balanced(other);
        }
    }

    private static async Task<IReadOnlyList<StoryStream>> MeterAsync(string capture)
    {
        string path = Data.Path(Path.Combine("pcaps", capture));
        var result = await OfflinePipeline.RunAsync(CaptureFile.Open(path), RunId.OfFile(path), new NetThreatOptions(), ActiveModels.None, keepRecords: true, default);
        Assert.All(result.Ledger, row => Assert.Equal((0, 0), (row.Unaccounted, row.Held)));
        Assert.Contains(result.Ledger, row => row is { Stage: "meter", In: > 0 });
        return [new StoryStream(result.Records[0].Stream, [.. result.Records.Select(r => r.Record)])];
    }
}
