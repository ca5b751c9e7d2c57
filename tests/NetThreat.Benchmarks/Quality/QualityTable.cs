namespace NetThreat.Benchmarks.Quality;

/// <summary>Every row of the quality table.</summary>
internal static class QualityTable
{
    public static IReadOnlyList<IQualityTask> Tasks()
    {
        var nsl = new Lazy<NslData>();
        return [new NslAnomaly(nsl), new NslBinary(nsl), new NslClasses(nsl)];
    }
}
