using NetThreat.Core.Incidents;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>Runs labelled captures through the pipeline and scores what came out.</summary>
/// <param name="open">Opens a capture by the name in the labels.</param>
/// <param name="run">The pipeline.</param>
internal sealed class Evaluator(Func<string, IPacketSource> open, RunPipeline run)
{
    /// <summary>Scores one capture with all its labels.</summary>
    /// <exception cref="CaptureException">The capture cannot be read.</exception>
    public async Task<CaptureScore> ScoreAsync(string file, IReadOnlyList<LabelledActivity> activities, CancellationToken cancellation)
    {
        var clock = new BenignClock(activities.Where(a => !a.Row.IsBenign).Select(a => (a.Start, a.End)));
        using var source = new ClockedSource(open(file), clock);
        var outcome = await run(source, cancellation);
        var start = clock.First ?? default;
        var score = CaptureScore.Of(file, activities, start, outcome.Incidents, clock.Hours, clock.Packets);
        Dictionary<int, IReadOnlyList<Incident>> prefixes = [];
        List<ActivityScore> timed = [];
        foreach (var activity in score.Activities)
            timed.Add(activity.Incident is null ? activity : activity with { TimeToDetect = await DelayAsync(activity.Activity, start, outcome, prefixes, cancellation) });
        return score with { Activities = timed };
    }

    private static async Task<TimeSpan?> DelayAsync(
        LabelledActivity activity, Timestamp start, ICaptureRun outcome, Dictionary<int, IReadOnlyList<Incident>> prefixes, CancellationToken cancellation)
    {
        if (outcome.Records == 0) return null;
        int shortest = await DetectionDelay.ShortestPrefixAsync(outcome.Records, async n =>
        {
            if (!prefixes.TryGetValue(n, out var incidents)) prefixes[n] = incidents = await outcome.OfPrefixAsync(n, cancellation);
            return incidents.Any(i => MatchRule.Matches(activity, i, start));
        });
        return outcome.RecordTime(shortest - 1) - (start + activity.Start);
    }
}
