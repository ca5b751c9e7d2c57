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
<<<<<<< HEAD
        new Live.LiveBenchmark(),
=======
        new Peers.PeersBenchmark(),
>>>>>>> ea605bf (meter: several workers make the records of one, to the last bit and in its order; flows: --workers; bench: compare with nfpcapd, softflowd, argus and ndpiReader)
    ];
}
