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
        new("one-class-svm", LearningTask.Anomaly, "the smallest region that holds the normal rows, by an RBF kernel", new OneClassSvmTrainer()),
    ];
}
