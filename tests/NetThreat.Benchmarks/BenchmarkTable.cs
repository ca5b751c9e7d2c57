namespace NetThreat.Benchmarks;

/// <summary>Every benchmark, one line each.</summary>
internal static class BenchmarkTable
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new Pipeline.PipelineBenchmark(),
        new Flows.CodecBenchmark(),
        new Flows.StoreBenchmark(),
        new Flows.BusBenchmark(),
        new Meter.MeterBenchmark(),
        new Meter.DigestBenchmark(),
        new Meter.FloodBenchmark(),
        new Live.LiveBenchmark(),
        new Peers.PeersBenchmark(),
        new Collector.CollectorBenchmark(),
        new Learning.LearningBenchmark(),
        new Learning.NetworkBenchmark(),
        new Quality.QualityBenchmark(),
    ];
}
