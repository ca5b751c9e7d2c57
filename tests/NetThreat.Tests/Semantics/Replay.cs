using NetThreat.Core.Bus;
using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Health;
using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Core.Workers;
using NetThreat.Composition;
using NetThreat.Detection;
using NetThreat.Detection.Scoring;
using NetThreat.Messaging;
using NetThreat.Messaging.InProcess;
using NetThreat.Testing.Crashes;

namespace NetThreat.Tests.Semantics;

/// <summary>How one replay differs from the plainest.</summary>
/// <param name="Seed">Decides who steps when, how streams are cut into messages, and how they interleave.</param>
/// <param name="CrashAt">The boundary at which a worker dies.</param>
/// <param name="KillAfter">The whole process dies after so many messages and reads its source anew: same stores, new bus.</param>
internal sealed record ReplayPlan(int Partitions = 1, int Workers = 1, int Seed = 0, int? CrashAt = null, int? KillAfter = null)
{
    /// <summary>What scores the flows.</summary>
    public ActiveModels Models { get; init; } = ActiveModels.None;
}

/// <summary>What a replay left in the stores.</summary>
internal sealed record ReplayResult(string Incidents, IReadOnlyList<LedgerRow> Ledger, int StoredFlows, int Boundaries, int Crashes, string DeadLetters)
{
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>
/// Runs detection and correlation over a story with a seeded scheduler instead of threads: every order of steps that real processes could
/// take can come up, and comes up again with the same seed.
/// </summary>
internal sealed class Replay
{
    private readonly ReplayPlan _plan;
    private readonly Random _random;
    private readonly CrashPlan _crash;
    private readonly InProcessBus _bus;
    private readonly OfflineStores _stores;
    private readonly VolatileCheckpoints _checkpoints = new();
    private readonly List<PartitionWorker?> _workers = [];
    private readonly List<Func<PartitionWorker>> _makers = [];
    private int _member;
    private int _crashes;

    private Replay(ReplayPlan plan, OfflineStores stores)
    {
        _plan = plan;
        _stores = stores;
        _random = new Random(plan.Seed);
        _crash = new CrashPlan(plan.CrashAt);
        _bus = (InProcessBus)MessagingModule.InProcess(
            new InProcessBusOptions { FlowsPartitions = plan.Partitions, HostsPartitions = Math.Min(2, plan.Partitions), MaxPollBytes = 20_000 }, TimeProvider.System);
    }

    /// <param name="then">Streams that begin when those of the story have ended.</param>
    public static async Task<ReplayResult> RunAsync(IReadOnlyList<StoryStream> story, ReplayPlan plan, IReadOnlyList<StoryStream>? then = null)
    {
        var stores = new OfflineStores(keepRecords: true);
        if (plan.KillAfter is { } killAfter)
        {
            var killed = new Replay(plan, stores);
            killed.Hire();
            await using (killed._bus) await killed.FeedAsync(story, killAfter);
        }
        var replay = new Replay(plan, stores);
        await using (replay._bus) return await replay.RunAsync([story, then ?? []]);
    }

    private async Task<ReplayResult> RunAsync(IReadOnlyList<IReadOnlyList<StoryStream>> stories)
    {
        await using var letters = _bus.Follow(Topics.DeadLetter);
        Hire();
        foreach (var story in stories)
        {
            await FeedAsync(story, int.MaxValue);
            await SettleAsync();
        }
        foreach (var w in _workers) await w!.DisposeAsync();
        return new(Describe(_stores.Incidents), _stores.Ledger, _stores.Records.Select(r => (r.Record.Id, r.Record.Segment)).Distinct().Count(),
            _crash.Boundaries, _crashes, await ReadAsync(letters))
        {
            Findings = [.. _stores.Incidents.SelectMany(i => i.Findings)],
        };
    }

    private async Task SettleAsync()
    {
        for (int idle = 0; idle < 2;)
        {
            bool worked = false;
            foreach (int w in Enumerable.Range(0, _workers.Count).OrderBy(_ => _random.Next()).ToArray()) worked |= await StepAsync(w);
            idle = worked ? 0 : idle + 1;
        }
    }

    private async Task FeedAsync(IReadOnlyList<StoryStream> story, int messages)
    {
        foreach (var message in Messages(story).Take(messages))
        {
            await _bus.PublishAsync([message], default);
            for (int steps = _random.Next(3); steps > 0; steps--) await StepAsync(_random.Next(_workers.Count));
        }
    }

    private static async Task<string> ReadAsync(IBusConsumer letters)
    {
        var reasons = new List<string>();
        for (int polls = 0; polls < 3; polls++)
            foreach (var m in (await letters.PollAsync(TimeSpan.Zero, default)).Messages)
                reasons.Add(DeadLetterCodec.TryDecode(m.Payload, out var letter, out string? error) ? $"{letter!.Topic}: {letter.Reason}" : error!);
        return string.Join('\n', reasons.Distinct());
    }

    /// <summary>Every byte of every incident, with its id in front for people.</summary>
    private static string Describe(IReadOnlyList<Incident> incidents) =>
        string.Join('\n', incidents.Select(i => $"{i.Id} r{i.Revision} {i.Title} {Convert.ToHexString(IncidentsCodec.Encode([i]))}"));

    private void Hire()
    {
        var health = new HealthBoard(TimeProvider.System);
        var faulty = new FaultyStores(_stores, _stores, _stores, _checkpoints, _crash);
        var ports = new WorkerPorts(new FaultyBus(_bus, _crash), faulty, faulty, faulty, faulty, health, TimeProvider.System);
        // Checkpoints by count alone, so that the plan decides and not the machine's speed.
        var options = new DetectionOptions { Worker = new WorkerOptions { CheckpointMessages = 3, CheckpointInterval = TimeSpan.FromDays(1) } };
        for (int w = 0; w < _plan.Workers; w++)
        {
            _makers.Add(() => DetectionModule.FlowDetector($"{++_member}", ports, options, _plan.Models));
            _makers.Add(() => DetectionModule.HostDetector($"{++_member}", ports, options));
        }
        _makers.Add(() => DetectionModule.Correlator($"{++_member}", ports, options));
        foreach (var make in _makers) _workers.Add(make());
    }

    private async Task<bool> StepAsync(int worker)
    {
        try
        {
            return await _workers[worker]!.StepAsync(TimeSpan.Zero, default);
        }
        catch (CrashException)
        {
            _crashes++;
            await _workers[worker]!.DisposeAsync();
            _workers[worker] = _makers[worker]();
            return true;
        }
    }

    /// <summary>The streams' records cut into messages with watermarks, streams interleaved at random but for the end of each promise.</summary>
    private IEnumerable<Publication> Messages(IReadOnlyList<StoryStream> story)
    {
        int partitions = _plan.Partitions;
        var next = new int[story.Count];
        var promised = story.Select(_ => Timestamp.MinValue).ToArray();
        var left = Enumerable.Range(0, story.Count).ToList();
        foreach (var s in story)
            for (int p = 0; p < partitions; p++) yield return Message(s, [], new Watermark(Timestamp.MinValue, false, false), p);
        while (left.Count > 0)
        {
            int i = left[_random.Next(left.Count)];
            var s = story[i];
            int to = Math.Min(s.Records.Count, next[i] + _random.Next(1, Math.Max(160, s.Records.Count / 20)));
            bool last = to == s.Records.Count;
            var watermark = new Watermark(last ? Timestamp.MaxValue : s.Records[to].Time, false, last);
            foreach (int p in Enumerable.Range(0, partitions).OrderBy(_ => _random.Next()).ToArray())
                yield return Message(s, [.. s.Records.Take(next[i]..to).Where(r => Partitioning.OfHost("site", r.Key.Originator, partitions) == p)], watermark, p, Due(s, promised[i], watermark.Time, p));
            next[i] = to;
            promised[i] = watermark.Time;
            if (last) left.Remove(i);
        }
    }

    /// <summary>The aggregates that the watermark covers and the one before did not.</summary>
    private AggregateRecord[] Due(StoryStream s, Timestamp after, Timestamp before, int partition) =>
        [.. s.Aggregates.Where(a => a.Time >= after && a.Time < before && Partitioning.OfHost("site", a.Host, _plan.Partitions) == partition)];

    private static Publication Message(StoryStream s, IReadOnlyList<FlowRecord> records, Watermark watermark, int partition, IReadOnlyList<AggregateRecord>? aggregates = null) =>
        new(Topics.Flows, partition, FlowsCodec.Encode(new FlowsBatch(new Vantage("site", "tap"), s.Stream, records, watermark) { Aggregates = aggregates ?? [] }));
}
