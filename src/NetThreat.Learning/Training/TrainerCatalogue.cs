using NetThreat.Learning.Boosting;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Ensembles;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Streaming;
using NetThreat.Learning.Svm;

namespace NetThreat.Learning.Training;

/// <summary>What a model is for.</summary>
public enum LearningTask
{
    /// <summary>Trained on what is normal, without labels.</summary>
    Anomaly,

    /// <summary>Trained on labelled rows.</summary>
    Classification,

    /// <summary>Trained on labelled or unlabelled sequences of rows.</summary>
    Sequence,

    /// <summary>Finds groups of rows.</summary>
    Clustering,
}

/// <summary>An algorithm that can be chosen by name: on the command line, in a search, in the docs.</summary>
/// <param name="Name">Also the kind of the model it makes.</param>
/// <param name="Task">What it is for.</param>
/// <param name="Summary">One sentence for the help text.</param>
/// <param name="Defaults">The trainer with its default parameters: an immutable record whose <see cref="ParameterAttribute"/> properties are the hyper-parameters.</param>
public sealed record Algorithm(string Name, LearningTask Task, string Summary, ITrainer Defaults);

/// <summary>Every algorithm, one line each; parameters are set by name through <see cref="TrainerParameters"/>.</summary>
public static class TrainerCatalogue
{
    public static IReadOnlyList<Algorithm> Algorithms { get; } =
    [
        // One entry per algorithm, in the order of the alphabet.
        new("anomaly-ensemble", LearningTask.Anomaly, "several anomaly models, each calibrated to surprise, their mean or maximum", new AnomalyEnsembleTrainer()),
        new("dbscan", LearningTask.Clustering, "groups of rows that are dense at one scale; the rest is noise", new DbscanTrainer()),
        new("hdbscan", LearningTask.Clustering, "groups of rows that stay dense over many scales; the rest is noise", new HdbscanTrainer()),
        new(ExtendedIsolationForestModel.KindName, LearningTask.Anomaly, "how soon random hyperplanes separate a row from the rest", new ExtendedIsolationForestTrainer()),
        new(DecisionForestModel.ExtraTrees, LearningTask.Classification, "a forest of trees with random thresholds, two or more classes", new ExtraTreesTrainer()),
        new(GradientBoostingModel.KindName, LearningTask.Classification, "gradient-boosted trees over binned columns, two or more classes", new GradientBoostingTrainer()),
        new(HalfSpaceTreesModel.KindName, LearningTask.Anomaly, "how few rows of the last window lie in a row's half-spaces; also learns from streams", new HalfSpaceTreesTrainer()),
        new(IsolationForestModel.KindName, LearningTask.Anomaly, "how soon random splits separate a row from the rest", new IsolationForestTrainer()),
        new("k-means", LearningTask.Clustering, "k groups around their means", new KMeansTrainer()),
        new("k-means-distance", LearningTask.Anomaly, "distance to the nearest of k group means", new KMeansDistanceTrainer()),
        new("knn-distance", LearningTask.Anomaly, "distance to the k nearest training rows", new NeighborDistanceTrainer()),
        new("local-outlier-factor", LearningTask.Anomaly, "how much sparser a row lies than its nearest training rows", new LocalOutlierFactorTrainer()),
        new("variational-autoencoder", LearningTask.Anomaly, "an autoencoder whose codes are kept near a normal distribution", new VariationalAutoencoderTrainer()),
        new("dense-classifier", LearningTask.Classification, "a neural network of dense layers", new DenseClassifierTrainer()),
        new("lstm-classifier", LearningTask.Sequence, "an LSTM that tells classes of sequences apart", new SequenceClassifierTrainer { Encoder = SequenceEncoder.Lstm }),
        new("lstm-predictor", LearningTask.Sequence, "an LSTM that predicts each step; sequences that it predicts badly are not normal", new SequencePredictorTrainer { Encoder = SequenceEncoder.Lstm }),
        new("gru-classifier", LearningTask.Sequence, "a GRU that tells classes of sequences apart", new SequenceClassifierTrainer { Encoder = SequenceEncoder.Gru }),
        new("gru-predictor", LearningTask.Sequence, "a GRU that predicts each step; sequences that it predicts badly are not normal", new SequencePredictorTrainer { Encoder = SequenceEncoder.Gru }),
        new("transformer-classifier", LearningTask.Sequence, "a small Transformer that tells classes of sequences apart", new SequenceClassifierTrainer { Encoder = SequenceEncoder.Transformer }),
        new("transformer-predictor", LearningTask.Sequence, "a small Transformer that predicts each step; sequences that it predicts badly are not normal", new SequencePredictorTrainer { Encoder = SequenceEncoder.Transformer }),
        new("autoencoder", LearningTask.Anomaly, "a neural network that restores normal rows from a narrow code, and others badly", new AutoencoderTrainer()),
        new("logistic-regression", LearningTask.Classification, "linear log-odds with an L2 penalty", new LogisticRegressionTrainer()),
        new("one-class-svm", LearningTask.Anomaly, "the smallest region that holds the normal rows, by an RBF kernel", new OneClassSvmTrainer()),
        new(DecisionForestModel.RandomForest, LearningTask.Classification, "a forest of trees over drawn rows and columns, two or more classes", new RandomForestTrainer()),
        new("robust-z", LearningTask.Anomaly, "deviation from the median of every column, in robust standard deviations", new RobustZTrainer()),
        new("stacked", LearningTask.Classification, "several classifiers, weighed by a logistic regression on their out-of-fold predictions", new StackedTrainer()),
    ];
}
