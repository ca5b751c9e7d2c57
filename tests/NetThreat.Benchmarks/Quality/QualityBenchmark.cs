using System.Globalization;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Runs the rows of the quality table on public data, seed after seed, and writes docs/learning-results.md after each.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
    public string Name => "quality";

    public string Usage => "quality [--task NAME[,NAME]] [--seeds N] [--parallel N]     detection quality on public data; writes docs/learning-results.md";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var tasks = QualityTable.Tasks();
        var numbers = new Dictionary<string, int> { ["--seeds"] = 5, ["--parallel"] = 1 };
        for (int i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--task") tasks = [.. tasks.Where(t => value.Split(',').Contains(t.Name))];
            else if (!numbers.ContainsKey(args[i])) return await Misused($"unknown option '{args[i]}'");
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0) numbers[args[i]] = number;
            else return await Misused($"{args[i]} takes a whole number above 0");
        }
        if (tasks.Count == 0) return await Misused("no such task: there are " + string.Join(", ", QualityTable.Tasks().Select(t => t.Name)));
        if (Data.Root is null) return await Misused("no data folder: set NETTHREAT_DATA");
        var rows = tasks.Select(t => new QualityRow(t, [])).ToArray();
        for (int seed = 1; seed <= numbers["--seeds"]; seed++)
        {
            int current = seed;
            Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = numbers["--parallel"], CancellationToken = cancellation }, i => rows[i] = Next(rows[i], current));
            QualityStore.Write(rows);
        }
        foreach (var row in rows) Console.WriteLine($"{row.Task.Name}: {row.Verdict}");
        return 0;
    }

    private static QualityRow Next(QualityRow row, int seed)
    {
        if (seed > row.Task.MostSeeds) return row;
        var result = row.Task.Run((ulong)seed);
        Console.WriteLine($"{row.Task.Name} seed {seed}: {string.Join(", ", result.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Metric} {m.Value:0.0000}")))}");
        return row with { Results = [.. row.Results, result] };
    }

    private static async Task<int> Misused(string what)
    {
        await Console.Error.WriteLineAsync(what);
        return 2;
    }
}
