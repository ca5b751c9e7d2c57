namespace NetThreat.Evaluation;

/// <summary>Found and labelled activities of one class.</summary>
internal sealed record ClassTotal(string Activity, int Found, int Labelled, TimeSpan? MedianTimeToDetect);

/// <summary>The scores of all captures.</summary>
internal sealed record EvaluationReport(IReadOnlyList<CaptureScore> Captures)
{
    public IEnumerable<ActivityScore> Activities => Captures.SelectMany(c => c.Activities);

    public int Labelled => Activities.Count();

    public int Found => Activities.Count(a => a.Incident is not null);

    public int FalseIncidents => Captures.Sum(c => c.FalseIncidents.Count);

    public double BenignHours => Captures.Sum(c => c.BenignHours);

    /// <summary>Null where there is no harmless time to divide by.</summary>
    public double? FalsePerHour => BenignHours > 0 ? FalseIncidents / BenignHours : null;

    public IReadOnlyList<ClassTotal> Classes =>
    [
        .. Activities.GroupBy(a => a.Activity.Row.Activity).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ClassTotal(g.Key, g.Count(a => a.Incident is not null), g.Count(), Median([.. g.Select(a => a.TimeToDetect).OfType<TimeSpan>()]))),
    ];

    private static TimeSpan? Median(List<TimeSpan> times)
    {
        times.Sort();
        return times.Count == 0 ? null : (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2;
    }
}
