namespace NetThreat.Tests.Semantics;

/// <summary>
/// The central promise: the same traffic gives the same incidents, ids and revisions, whatever the partitions, the workers, the order of
/// steps and the crashes; and every record is accounted for.
/// </summary>
public class SemanticsTests
{
    private static readonly IReadOnlyList<StoryStream> Traffic = Story.Long(seed: 7);
    private static readonly Lazy<Task<ReplayResult>> Plain = new(() => Replay.RunAsync(Traffic, new ReplayPlan()));

    [Fact]
    public async Task The_story_has_what_it_is_made_of()
    {
        var plain = await Plain.Value;
        Balanced(plain);
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
    [InlineData(1, 1, 11)]
    [InlineData(4, 2, 12)]
    public async Task Floods_as_aggregates_are_the_same_incidents(int partitions, int workers, int seed)
    {
        var plain = await Plain.Value;
        StoryStream[] aggregated = [.. Traffic.Select(s => s.Aggregate(25))];
        long flows = aggregated.Sum(s => s.Aggregates.Sum(a => a.Flows));
        Assert.True(flows > 2000, $"{flows} flows aggregated");
        Assert.Equal(Traffic.Sum(s => s.Records.Count), aggregated.Sum(s => s.Records.Count) + flows);
        var other = await Replay.RunAsync(aggregated, new ReplayPlan(partitions, workers, seed));
        Assert.Equal(plain.Incidents, other.Incidents);
        Balanced(other, aggregated.Sum(s => s.Aggregates.Count));
    }

    [Fact]
    public async Task A_crash_among_aggregates_changes_nothing()
    {
        StoryStream[] story = [.. Story.Short(seed: 8).Select(s => s.Aggregate(25))];
        Assert.True(story.Sum(s => s.Aggregates.Count) > 10);
        var plain = await Replay.RunAsync(Story.Short(seed: 8), new ReplayPlan());
        var calm = await Replay.RunAsync(story, new ReplayPlan(2, 2, Seed: 9));
        Assert.Equal(plain.Incidents, calm.Incidents);
        for (int at = 1; at <= calm.Boundaries; at += 5)
        {
            var other = await Replay.RunAsync(story, new ReplayPlan(2, 2, Seed: 9, CrashAt: at));
            Assert.True(plain.Incidents == other.Incidents, $"a crash at boundary {at} changed the incidents");
            Balanced(other, story.Sum(s => s.Aggregates.Count));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    public async Task A_crash_at_any_boundary_changes_nothing(int partitions, int workers)
    {
        var story = Story.Short(seed: 8);
        var plain = await Replay.RunAsync(story, new ReplayPlan());
        var calm = await Replay.RunAsync(story, new ReplayPlan(partitions, workers, Seed: 9));
        Assert.Equal(plain.Incidents, calm.Incidents);
        Assert.Equal(2, plain.Incidents.Split('\n').Length);
        Assert.True(calm.Boundaries > 60);
        for (int at = 1; at <= calm.Boundaries; at++)
        {
            var other = await Replay.RunAsync(story, new ReplayPlan(partitions, workers, Seed: 9, CrashAt: at));
            Assert.Equal(1, other.Crashes);
            Assert.True(plain.Incidents == other.Incidents, $"a crash at boundary {at} changed the incidents");
            Balanced(other);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(40, 4)]
    [InlineData(90, 4)]
    public async Task A_killed_process_that_reads_its_source_anew_changes_nothing(int messages, int partitions)
    {
        var plain = await Plain.Value;
        var other = await Replay.RunAsync(Traffic, new ReplayPlan(partitions, 2, Seed: messages, KillAfter: messages));
        Assert.Equal(plain.Incidents, other.Incidents);
        Assert.Equal(plain.StoredFlows, other.StoredFlows);
    }

    [Fact]
    public async Task A_stream_that_follows_on_is_not_late_and_finds_its_own()
    {
        var first = Story.Short(seed: 8);
        var second = Story.Short(seed: 9, from: 3600);
        var both = await Replay.RunAsync(first, new ReplayPlan(Partitions: 4, Workers: 2, Seed: 3), second);
        Balanced(both);
        var alone = await Replay.RunAsync(first, new ReplayPlan());
        var later = await Replay.RunAsync(second, new ReplayPlan());
        Assert.Equal($"{alone.Incidents}\n{later.Incidents}", both.Incidents);
    }

    /// <param name="aggregates">Records of the topic that are no flows and are not stored.</param>
    internal static void Balanced(ReplayResult result, int aggregates = 0)
    {
        Assert.Equal("", result.DeadLetters);
        Assert.All(result.Ledger, row => Assert.Equal(0, row.Unaccounted));
        Assert.All(result.Ledger, row => Assert.Equal(0, row.Held));
        var detect = result.Ledger.Where(r => r.Stage == "detect").ToList();
        Assert.Equal(result.StoredFlows + aggregates, detect.Sum(r => r.In));
        Assert.Equal(0, detect.Sum(r => r.DroppedTotal));
    }
}
