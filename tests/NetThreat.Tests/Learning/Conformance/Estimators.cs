using NetThreat.Learning.Calibration;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Ensembles;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Svm;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>Every algorithm of the catalogue with its defaults made small, and the trainers around trainers. A new algorithm is here by itself.</summary>
internal static class Estimators
{
    /// <summary>Defaults that cost too much for a test of the contract, where a trainer has them and they are larger.</summary>
    private static readonly Dictionary<string, double> Small = new()
    {
        ["trees"] = 10,
        ["rounds"] = 10,
        ["epochs"] = 3,
        ["max-epochs"] = 3,
        ["max-iterations"] = 100,
        ["restarts"] = 2,
    };

    /// <summary>Defaults that find nothing in the examples, whose columns are not scaled.</summary>
    private static readonly Dictionary<string, (string Parameter, string Value)> Suited = new() { ["dbscan"] = ("radius", "2") };

    public static IReadOnlyDictionary<string, Estimator> All { get; } = Algorithms().Concat(Wrapped()).ToDictionary(e => e.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys];

    private static IEnumerable<Estimator> Algorithms() => TrainerCatalogue.Algorithms.Select(a => Of(a.Name, Reduce(Suit(a))));

    private static IEnumerable<Estimator> Wrapped() =>
    [
        Of("pipeline", new PipelineTrainer([new StandardScaling()], new LogisticRegressionTrainer())),
        Of("pipeline of an anomaly model", new PipelineTrainer([new StandardScaling()], new OneClassSvmTrainer())),
        Of("sequence-pipeline", Reduce(new SequencePipelineTrainer([new StandardScaling()], new SequenceClassifierTrainer { Encoder = SequenceEncoder.Gru, Units = 4 }))),
        Of("calibrated-classifier", new CalibratedTrainer(new LogisticRegressionTrainer()) { Method = CalibrationKind.Sigmoid }),
        Of("anomaly-ensemble of max", new AnomalyEnsembleTrainer { Bases = [new RobustZTrainer(), new KMeansDistanceTrainer()], Combination = SurpriseCombination.Max }),
        Of("stacked lines", new StackedTrainer { Bases = [new LogisticRegressionTrainer(), new LogisticRegressionTrainer { C = 0.01 }] }),
        Of("robust-z of max", new RobustZTrainer { Combination = ZCombination.Max }),
    ];

    private static Estimator Of(string name, ITrainer trainer) => trainer switch
    {
        IRowTrainer rows => new RowEstimator(name, rows),
        ISequenceTrainer sequences => new SequenceEstimator(name, sequences),
        _ => throw new InvalidOperationException($"{name}: {trainer.GetType().Name} trains neither rows nor sequences"),
    };

    private static ITrainer Suit(Algorithm algorithm) =>
        Suited.TryGetValue(algorithm.Name, out var setting) ? TrainerParameters.With(algorithm.Defaults, [KeyValuePair.Create(setting.Parameter, setting.Value)]) : algorithm.Defaults;

    private static ITrainer Reduce(ITrainer trainer)
    {
        var values = TrainerParameters.Values(trainer);
        var smaller = from s in Small where values.TryGetValue(s.Key, out var value) && double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) > s.Value select KeyValuePair.Create(s.Key, $"{s.Value}");
        var reduced = TrainerParameters.With(trainer, smaller);
        return reduced switch
        {
            StackedTrainer stacked => stacked with { Bases = [.. stacked.Bases.Select(b => (IRowTrainer)Reduce(b))], Folds = 2 },
            AnomalyEnsembleTrainer ensemble => ensemble with { Bases = [.. ensemble.Bases.Select(b => (IRowTrainer)Reduce(b))] },
            IWrappingTrainer wrapping => wrapping.Around(Reduce(wrapping.Inner)),
            _ => reduced,
        };
    }
}
