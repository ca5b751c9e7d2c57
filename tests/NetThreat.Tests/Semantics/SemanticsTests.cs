namespace NetThreat.Tests.Semantics;

/// <summary>
/// The central promise: the same traffic gives the same incidents, ids and revisions, whatever the partitions, the workers, the order of
/// steps and the crashes; and every record is accounted for.
/// </summary>
public class SemanticsTests
{
    private static readonly IReadOnlyList<StoryStream> Traffic = Story.Make(seed: 7);
    private static readonly Lazy<Task<ReplayResult>> Plain = new(() => Replay.RunAsync(Traffic, new ReplayPlan()));

    [Fact]
    public async Task The_story_has_what_it_is_made_of()
    {
        var plain = await Plain.Value;
        Assert.Contains("Port scan", plain.Incidents, StringComparison.Ordinal);
        Assert.Contains("Network scan", plain.Incidents, StringComparison.Ordinal);
        Assert.Contains("SYN flood from about", plain.Incidents, StringComparison.Ordinal);
        Assert.Contains("SYN flood from 10.0.0.68 against 10.0.1.81", plain.Incidents, StringComparison.Ordinal);
        Assert.Equal(4, plain.Incidents.Split('\n').Length);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(2, 2, 4)]
    [InlineData(4, 1, 5)]
    [InlineData(4, 2, 6)]
    [InlineData(4, 2, 7)]
    public async Task Partitions_workers_and_interleaving_change_nothing(int partitions, int workers, int seed)
    {
        var plain = await Plain.Value;
        var other = await Replay.RunAsync(Traffic, new ReplayPlan(partitions, workers, seed));
        Assert.Equal(plain.Incidents, other.Incidents);
        Balanced(other);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    public async Task A_crash_at_any_boundary_changes_nothing(int partitions, int workers)
    {
        var small = Story.Make(seed: 8).Select(s => s with { Records = [.. s.Records.Where(r => r.Time < Testing.FlowBuilder.Epoch + TimeSpan.FromSeconds(95))] }).ToList();
        var plain = await Replay.RunAsync(small, new ReplayPlan());
        var calm = await Replay.RunAsync(small, new ReplayPlan(partitions, workers, Seed: 9));
        Assert.Equal(plain.Incidents, calm.Incidents);
        Assert.True(calm.Boundaries > 200);
        int crashed = 0;
        // Every boundary has its turn in one of the three layouts; a full product would take minutes.
        for (int at = 1 + partitions % 3; at <= calm.Boundaries; at += 3)
        {
            var other = await Replay.RunAsync(small, new ReplayPlan(partitions, workers, Seed: 9, CrashAt: at));
            crashed += other.Crashes;
            Assert.True(plain.Incidents == other.Incidents, $"a crash at boundary {at} changed the incidents");
            Balanced(other);
        }
        Assert.Equal((calm.Boundaries - partitions % 3 + 2) / 3, crashed);
    }

    private static void Balanced(ReplayResult result)
    {
        Assert.All(result.Ledger, row => Assert.Equal(0, row.Unaccounted));
        Assert.All(result.Ledger, row => Assert.Equal(0, row.Held));
        var detect = result.Ledger.Where(r => r.Stage == "detect").ToList();
        Assert.Equal(result.StoredFlows, detect.Sum(r => r.In));
        Assert.Equal(0, detect.Sum(r => r.DroppedTotal));
    }
}
