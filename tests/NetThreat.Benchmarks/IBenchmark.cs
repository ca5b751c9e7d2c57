namespace NetThreat.Benchmarks;

/// <summary>One command of the benchmarks.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>Name, options and meaning in one line.</summary>
    string Usage { get; }

    /// <returns>The exit code: 0 good, 1 failed, 2 usage.</returns>
    Task<int> RunAsync(string[] args, CancellationToken cancellation);
}
