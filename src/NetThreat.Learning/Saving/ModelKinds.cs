using NetThreat.Learning.Boosting;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Ensembles;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Models;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Streaming;
using NetThreat.Learning.Svm;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Saving;

/// <summary>How a model of a kind is read. Every kind that can be saved has one line here; the conformance suite runs over them.</summary>
public static class ModelKinds
{
    public static IReadOnlyDictionary<string, Func<ModelReader, ColumnSet, IModel>> Readers { get; } = new SortedDictionary<string, Func<ModelReader, ColumnSet, IModel>>(StringComparer.Ordinal)
    {
        // One line per kind, in the order of the alphabet.
        [CalibratedClassifier.Name] = CalibratedClassifier.Read,
        [CalibratedSequenceClassifier.Name] = CalibratedSequenceClassifier.Read,
        ["anomaly-ensemble"] = AnomalyEnsembleModel.Read,
        ["dbscan"] = DbscanModel.Read,
        [ExtendedIsolationForestModel.KindName] = ExtendedIsolationForestModel.Read,
        [DecisionForestModel.ExtraTrees] = DecisionForestModel.Reader(DecisionForestModel.ExtraTrees),
        [HalfSpaceTreesModel.KindName] = HalfSpaceTreesModel.Read,
        ["hdbscan"] = HdbscanModel.Read,
        [GradientBoostingModel.KindName] = GradientBoostingModel.Read,
        [IsolationForestModel.KindName] = IsolationForestModel.Read,
        ["k-means"] = KMeansModel.Read,
        ["k-means-distance"] = KMeansDistanceModel.Read,
        ["knn-distance"] = NeighborDistanceModel.Read,
        ["local-outlier-factor"] = LocalOutlierFactorModel.Read,
        ["variational-autoencoder"] = VariationalAutoencoderModel.Read,
        ["dense-classifier"] = DenseClassifierModel.Read,
        ["lstm-classifier"] = SequenceClassifierModel.Reader(SequenceEncoder.Lstm),
        ["lstm-predictor"] = SequencePredictorModel.Reader(SequenceEncoder.Lstm),
        ["gru-classifier"] = SequenceClassifierModel.Reader(SequenceEncoder.Gru),
        ["gru-predictor"] = SequencePredictorModel.Reader(SequenceEncoder.Gru),
        ["transformer-classifier"] = SequenceClassifierModel.Reader(SequenceEncoder.Transformer),
        ["transformer-predictor"] = SequencePredictorModel.Reader(SequenceEncoder.Transformer),
        ["autoencoder"] = AutoencoderModel.Read,
        ["logistic-regression"] = LogisticRegressionModel.Read,
        ["one-class-svm"] = OneClassSvmModel.Read,
        ["onnx"] = OnnxModel.Read,
        [DecisionForestModel.RandomForest] = DecisionForestModel.Reader(DecisionForestModel.RandomForest),
        ["robust-z"] = RobustZModel.Read,
        [PipelineModel.Name] = PipelineModel.Read,
        [SequencePipelineModel.Name] = SequencePipelineModel.Read,
        ["stacked"] = StackedModel.Read,
    };
}
