using System.Globalization;

namespace NetThreat.Benchmarks.Quality;

/// <summary>What all seeds of a task gave.</summary>
internal sealed record QualityRow(IQualityTask Task, IReadOnlyList<SeedResult> Results)
{
    /// <summary>The metrics' names in the order shown.</summary>
    public IReadOnlyList<string> Metrics => [.. Results[0].Metrics.Select(m => m.Metric)];

    public double Mean(string metric) => Values(metric).Average();

    /// <summary>Sample standard deviation over the seeds; 0 for one seed.</summary>
    public double Spread(string metric)
    {
        var values = Values(metric);
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    public bool Met(QualityGoal goal) => goal.AtMost ? Mean(goal.Metric) <= goal.Value : Mean(goal.Metric) >= goal.Value;

    public bool AllMet => Task.Goals.All(Met);

    /// <summary>Each goal with the mean reached, one after another.</summary>
    public string Verdict => string.Join("; ", Task.Goals.Select(g => string.Create(CultureInfo.InvariantCulture,
        $"{g.Metric} {Mean(g.Metric):0.0000} {(g.AtMost ? "≤" : "≥")} {g.Value:0.###}: {(Met(g) ? "met" : "missed")}")));

    public string Shown(string metric) => string.Create(CultureInfo.InvariantCulture, $"{Mean(metric):0.0000} ± {Spread(metric):0.0000}");

    private List<double> Values(string metric) => [.. Results.Select(r => r[metric] ?? throw new InvalidOperationException($"{Task.Name} does not measure {metric}"))];
}
