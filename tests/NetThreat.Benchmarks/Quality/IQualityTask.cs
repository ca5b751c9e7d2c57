namespace NetThreat.Benchmarks.Quality;

/// <summary>A number that a row of the table is to reach.</summary>
internal sealed record QualityGoal(string Metric, double Value, bool AtMost = false);

/// <summary>What one seed gave: metrics by name, in the order shown; recall by class.</summary>
internal sealed record SeedResult(IReadOnlyList<(string Metric, double Value)> Metrics, IReadOnlyList<(string Class, double Recall)> Recall)
{
    public double? this[string metric] => Metrics.Where(m => m.Metric == metric).Select(m => (double?)m.Value).FirstOrDefault();
}

/// <summary>A row of the quality table.</summary>
internal interface IQualityTask
{
    /// <summary>For <c>--task</c>.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>The best that was measured or published elsewhere.</summary>
    string Reference { get; }

    /// <summary>Method and settings.</summary>
    string Method { get; }

    /// <summary>How the settings were chosen.</summary>
    string Choice { get; }

    IReadOnlyList<QualityGoal> Goals { get; }

    /// <summary>For rows that cost much.</summary>
    int MostSeeds => int.MaxValue;

    /// <summary>Says at which threshold the recall by class is, with a leading comma; empty for the likeliest class.</summary>
    string RecallNote => "";

    SeedResult Run(ulong seed);
}
