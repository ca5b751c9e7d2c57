namespace NetThreat.Benchmarks.Quality;

/// <summary>Every row of the quality table.</summary>
internal static class QualityTable
{
    public static IReadOnlyList<IQualityTask> Tasks()
    {
        var nsl = new Lazy<NslData>();
        var unsw = new Lazy<UnswData>();
        var cic = new Lazy<CicData>();
        return
        [
            new NslAnomaly(nsl), new NslBinary(nsl), new NslClasses(nsl),
            new UnswBinary(unsw), new UnswClasses(unsw), new UnswAnomaly(unsw), new CicClasses(cic),
            new CicAnomaly(cic), new IotSequences(), new CalibrationTask(nsl, unsw, cic), new LeaveOneAttackOut(nsl, cic),
        ];
    }
}
