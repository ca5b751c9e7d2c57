using NetThreat.Learning.Boosting;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Quality;

/// <summary>How true attack probabilities are, in the distribution that they were calibrated for and beyond it.</summary>
internal sealed class CalibrationTask(Lazy<NslData> nsl, Lazy<UnswData> unsw, Lazy<CicData> cic) : IQualityTask
{
    private const string Nsl = "ECE NSL-KDD, held-out training rows", Unsw = "ECE UNSW-NB15, held-out training rows", Cic = "ECE CIC-IDS2017, test rows";

    public string Name => "calibration";

    public string Title => "Calibration of attack probabilities, expected calibration error in distribution";

    public string Reference => "none";

    public string Method => "gradient boosting (100 trees, depth 6, rate 0.3) on 60 % of the training rows, isotonic regression on 20 %, error over ten bins of equal width on the last 20 % (CIC-IDS2017: on the test rows, which are of the same distribution)";

    public string Choice => "defaults of the library";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Nsl, 0.03, AtMost: true), new(Unsw, 0.03, AtMost: true), new(Cic, 0.03, AtMost: true)];

    public SeedResult Run(ulong seed)
    {
        var metrics = new List<(string, double)>();
        Add(metrics, nsl.Value.Train, null, nsl.Value.Test, Nsl, "ECE KDDTest+ (other distribution)", seed);
        Add(metrics, UnswData.Binary(unsw.Value.Train), null, UnswData.Binary(unsw.Value.Test), Unsw, "ECE UNSW-NB15 test (other distribution)", seed);
        Add(metrics, UnswData.Binary(cic.Value.Train), UnswData.Binary(cic.Value.Test), null, Cic, "", seed);
        return new SeedResult(metrics, []);
    }

    private static void Add(List<(string, double)> metrics, TrainingData train, TrainingData? alike, TrainingData? other, string name, string otherName, ulong seed)
    {
        var (fit, held) = Samples.Stratified(train.Labels!, 0.4, seed);
        var (calibration, test) = Samples.Stratified(Samples.Pick(train.Labels!, held), 0.5, seed + 1);
        var model = new PipelineTrainer([new OneHotEncoding()], new GradientBoostingTrainer { Seed = seed }).Fit(train.Take(fit), FitContext.Default);
        var rows = train.Take(Samples.Pick(held, calibration));
        var calibrator = new IsotonicRegression { Low = 0, High = 1 }.Fit(Scores.Of(model, rows.Features, 1), [.. rows.Labels!.Select(l => (double)l)]);
        metrics.Add((name, Error(model, calibrator, alike ?? train.Take(Samples.Pick(held, test)))));
        if (other is not null) metrics.Add((otherName, Error(model, calibrator, other)));
    }

    private static double Error(IRowModel model, ICalibrator calibrator, TrainingData data) =>
        new ReliabilityBins([.. Scores.Of(model, data.Features, 1).Select(calibrator.Apply)], [.. data.Labels!.Select(l => l != 0)]).ExpectedError;
}
