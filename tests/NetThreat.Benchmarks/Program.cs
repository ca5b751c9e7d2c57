namespace NetThreat.Benchmarks;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var benchmark = args.Length > 0 ? BenchmarkTable.All.FirstOrDefault(b => b.Name == args[0]) : null;
        if (benchmark is not null) return await benchmark.RunAsync(args[1..], stop.Token);
        await Console.Error.WriteLineAsync("usage: benchmarks COMMAND [OPTIONS]");
        foreach (var b in BenchmarkTable.All) await Console.Error.WriteLineAsync($"  {b.Usage}");
        return 2;
    }
}
