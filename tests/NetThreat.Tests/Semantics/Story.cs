using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Aggregates;
using NetThreat.Testing;

namespace NetThreat.Tests.Semantics;

/// <summary>One stream's records in order of event time.</summary>
internal sealed record StoryStream(StreamId Stream, IReadOnlyList<FlowRecord> Records)
{
    /// <summary>In order of event time.</summary>
    public IReadOnlyList<AggregateRecord> Aggregates { get; init; } = [];

    /// <summary>The stream as a sensor writes it that aggregates beyond a rate.</summary>
    public StoryStream Aggregate(int maxSinglesPerSecond)
    {
        var records = new List<FlowRecord>();
        var aggregates = new List<AggregateRecord>();
        var aggregator = new FloodAggregator(
            new AggregateOptions { MaxSinglesPerSecond = maxSinglesPerSecond }, TimeSpan.FromSeconds(1), new Vantage("site", "tap"), records.Add, aggregates.Add);
        foreach (var r in Records) aggregator.Add(r);
        aggregator.Advance(Timestamp.MaxValue);
        return new(Stream, records) { Aggregates = aggregates };
    }
}

/// <summary>Records of two sensors with scans, sweeps and floods that overlap, among ordinary traffic: made from a seed.</summary>
internal static class Story
{
    /// <summary>Minutes of traffic with every kind of attack.</summary>
    public static IReadOnlyList<StoryStream> Long(int seed)
    {
        var random = new Random(seed);
        return Split(random, "run", Enumerable.Range(0, 2500).Select(_ => Ordinary(random, 240))
            .Concat(Enumerable.Range(1, 400).Select(p => FlowBuilder.Unanswered("10.0.0.66", "10.0.1.1", p, 20 + p * 0.2)))
            .Concat(Enumerable.Range(1, 90).Select(i => FlowBuilder.Unanswered("10.0.0.67", $"10.0.2.{i}", 445, 60 + i * 0.5)))
            .Concat(Enumerable.Range(1, 30).Select(i => FlowBuilder.Echo("10.0.0.66", $"10.0.3.{i}", 100 + i, answered: i % 3 == 0)))
            .Concat(Enumerable.Range(0, 4000).Select(i => FlowBuilder.Unanswered(Spoofed(random), "10.0.1.80", 443, 70 + i * 0.005, 1024 + i)))
            .Concat(Enumerable.Range(0, 900).Select(i => FlowBuilder.Unanswered("10.0.0.68", "10.0.1.81", 80, 150 + i * 0.01, 1024 + i))));
    }

    /// <summary>Half a minute with a scan and a flood.</summary>
    /// <param name="from">Seconds after the epoch of the other records.</param>
    public static IReadOnlyList<StoryStream> Short(int seed, double from = 0)
    {
        var random = new Random(seed);
        return Split(random, $"run{from}", Enumerable.Range(0, 200).Select(_ => Ordinary(random, 30, from))
            .Concat(Enumerable.Range(1, 80).Select(p => FlowBuilder.Unanswered("10.0.0.66", "10.0.1.1", p, from + p * 0.2)))
            .Concat(Enumerable.Range(0, 600).Select(i => FlowBuilder.Unanswered(Spoofed(random), "10.0.1.80", 443, from + 8 + i * 0.015, 1024 + i))));
    }

    private static StoryStream[] Split(Random random, string run, IEnumerable<FlowRecord> all)
    {
        var streams = new[] { new List<FlowRecord>(), new List<FlowRecord>() };
        foreach (var r in all.OrderBy(r => r.Time).ThenBy(r => r.Id)) streams[random.Next(2)].Add(r);
        return [.. streams.Select((s, i) => new StoryStream(new StreamId($"sensor{i}", run), s))];
    }

    private static FlowRecord Ordinary(Random random, double seconds, double begin = 0)
    {
        string from = $"10.0.5.{random.Next(1, 40)}", to = $"198.51.100.{random.Next(1, 60)}";
        double at = begin + random.NextDouble() * seconds;
        return random.Next(20) switch
        {
            0 => FlowBuilder.Unanswered(from, to, 443, at, random.Next(1024, 65000)),
            < 8 => FlowBuilder.Udp(from, "10.0.1.53", 53, at, true, random.Next(1024, 65000)),
            _ => FlowBuilder.Established(from, to, 443, at, random.Next(1024, 65000)),
        };
    }

    private static string Spoofed(Random random) => $"{random.Next(20, 90)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}";
}
