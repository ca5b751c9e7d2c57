using NetThreat.Learning.Boosting;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Quality;

/// <summary>NSL-KDD, attack or normal, trained on both.</summary>
internal sealed class NslBinary(Lazy<NslData> data) : IQualityTask
{
    public string Name => "nsl-binary";

    public string Title => "NSL-KDD KDDTest+, supervised binary";

    public string Reference => "XGBoost, LightGBM AUC 0.971, DR@1% 0.45; random forest 0.48";

    public string Method => "gradient boosting (100 trees, depth 6, rate 0.3) as a fourth view beside the three autoencoders of the row above, all with equal weight";

    public string Choice => "defaults of the library; equal weights";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Measures.Auc, 0.975), new(Measures.AtOne, 0.55)];

    public string RecallNote => ", at a realised false-positive rate of at most 1 %";

    public SeedResult Run(ulong seed)
    {
        var train = data.Value.Train;
        var (_, validation) = data.Value.Normals(seed);
        var held = Samples.Shuffled(train.Features.Rows, r => train.Labels![r] == 0, seed).Take(validation.Features.Rows).ToHashSet();
        var fit = train.Take(Samples.Shuffled(train.Features.Rows, r => !held.Contains(r), seed));
        var model = new GradientBoostingTrainer { Seed = seed }.Fit(fit, FitContext.Default);
        var rank = new RankScore(Scores.Of(model, validation.Features, 1));
        var alone = Scores.Of(model, data.Value.Test.Features, 1);
        var (_, normalValidation, normalTest) = data.Value.Views(seed);
        var scores = Join(rank.Of(alone), normalTest);
        var labels = data.Value.Test.Labels!;
        var metrics = Measures.Ranking(scores, labels);
        Measures.AddThresholds(metrics, scores, labels, Join(rank.Of(Scores.Of(model, validation.Features, 1)), normalValidation));
        metrics.AddRange(Measures.Ranking(alone, labels).Take(3).Select(m => ("boosting alone " + m.Metric, m.Value)));
        return new SeedResult(metrics, Measures.Above(scores, data.Value.Attacks, Measures.ThresholdAt(scores, labels, 0.01)));
    }

    // Three views of normal rows and one of boosting, each a quarter.
    private static double[] Join(double[] boosting, double[] normal) => [.. boosting.Zip(normal, (b, n) => (b + 3 * n) / 4)];
}
