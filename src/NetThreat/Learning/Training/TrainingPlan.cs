using NetThreat.Learning.Calibration;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Search;
using NetThreat.Learning.Splits;

namespace NetThreat.Learning.Training;

/// <summary>What is to be trained, and how.</summary>
internal sealed record TrainingPlan
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public string Summary { get; init; } = "";

    public required Algorithm Algorithm { get; init; }

    /// <summary>The algorithm's trainer with its parameters and seed.</summary>
    public required ITrainer Trainer { get; init; }

    /// <summary>Steps of preprocessing by name; <see cref="Preparation.Auto"/> for what suits the algorithm.</summary>
    public string Scaling { get; init; } = Preparation.Auto;

    /// <summary>Share of the rows that is held out.</summary>
    public double Validation { get; init; } = 0.3;

    public SplitKind Split { get; init; } = SplitKind.Stratified;

    public ulong Seed { get; init; } = 1;

    /// <summary>Looks for hyper-parameters first; null keeps the trainer's.</summary>
    public HyperparameterSearch? Search { get; init; }

    /// <summary>Takes the finished trials of a search, and gives those of one that was stopped; null for none.</summary>
    public Stream? Journal { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>What a sequence is; for sequence trainers.</summary>
    public ManifestSequence? Sequence { get; init; }

    /// <summary>How a classifier of rows gets calibrated probabilities; null for those that it gives itself.</summary>
    public CalibrationKind? Calibration { get; init; }

    /// <summary>Write the weights as an ONNX file.</summary>
    public bool Onnx { get; init; }

    /// <summary>Where the model does not transfer, beside what is true of every model.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}

/// <summary>What is known of the rows to learn from.</summary>
/// <param name="Schema">Version of the feature schema, 0 for columns of a foreign table.</param>
internal sealed record TrainingOrigin(int Schema, IReadOnlyList<ManifestSource> Sources);
