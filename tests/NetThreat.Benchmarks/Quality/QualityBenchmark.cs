using System.Globalization;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Runs every row of the quality table on public data with the seeds 1, 2 … and writes docs/learning-results.md.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
    public string Name => "quality";

    public string Usage => "quality [--task NAME] [--seeds N] [--parallel N]     detection quality on public data; all tasks together write docs/learning-results.md";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var tasks = QualityTable.Tasks();
        var numbers = new Dictionary<string, int> { ["--seeds"] = 5, ["--parallel"] = 1 };
        for (int i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--task") tasks = [.. tasks.Where(t => t.Name == value)];
            else if (!numbers.ContainsKey(args[i])) return await Misused($"unknown option '{args[i]}'");
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0) numbers[args[i]] = number;
            else return await Misused($"{args[i]} takes a whole number above 0");
        }
        if (tasks.Count == 0) return await Misused("no such task: there are " + string.Join(", ", QualityTable.Tasks().Select(t => t.Name)));
        if (Data.Root is null) return await Misused("no data folder: set NETTHREAT_DATA");
        var rows = new QualityRow[tasks.Count];
        Parallel.For(0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = numbers["--parallel"], CancellationToken = cancellation }, i => rows[i] = Row(tasks[i], numbers["--seeds"], cancellation));
        if (args.Contains("--task")) return 0;
        var path = Path.Combine(Data.Repository, "docs", "learning-results.md");
        await File.WriteAllTextAsync(path, QualityReport.Write(rows, numbers["--seeds"], Environment.CpuUsage.TotalTime), cancellation);
        Console.WriteLine($"written: {path}");
        return 0;
    }

    private static QualityRow Row(IQualityTask task, int seeds, CancellationToken cancellation)
    {
        var results = new List<SeedResult>();
        for (int seed = 1; seed <= Math.Min(seeds, task.MostSeeds); seed++)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(task.Run((ulong)seed));
            Console.WriteLine($"{task.Name} seed {seed}: {string.Join(", ", results[^1].Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Metric} {m.Value:0.0000}")))}");
        }
        var row = new QualityRow(task, results);
        Console.WriteLine($"{task.Name}: {row.Verdict}");
        return row;
    }

    private static async Task<int> Misused(string what)
    {
        await Console.Error.WriteLineAsync(what);
        return 2;
    }
}
