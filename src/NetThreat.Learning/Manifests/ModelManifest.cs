using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Manifests;

/// <summary>
/// What is known of a saved model, as <c>manifest.json</c> beside the weights: what it reads, what it was trained on, and how its scores are
/// to be taken. It holds no time of writing, so that the same training writes the same bytes. Read and written by <see cref="ManifestFile"/>.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The format that this version writes, and the only one that it reads.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Lower-case letters, digits, '.', '_' and '-', at most 64; also the name of the folder.</summary>
    public required string Name { get; init; }

    /// <summary>As the name; ordered by <see cref="ModelVersion"/>.</summary>
    public required string Version { get; init; }

    /// <summary>The kind in the model file (<c>isolation-forest</c>, <c>pipeline</c> …), or <c>onnx</c>.</summary>
    public required string Kind { get; init; }

    public required LearningTask Task { get; init; }

    /// <summary>One or two sentences on what the model is for.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Name and version of the program that wrote the model.</summary>
    public string WrittenBy { get; init; } = "";

    public required ManifestFeatures Features { get; init; }

    public required ManifestWeights Weights { get; init; }

    /// <summary>Names of the classes in the order of the outputs; of two, the second is the positive one. Empty without classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>MITRE ATT&amp;CK technique ids by name of class, for the findings that the model's classes become.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Techniques { get; init; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>How it was trained; null for a foreign model.</summary>
    public ManifestTrainer? Trainer { get; init; }

    /// <summary>What it was trained on; null where unknown.</summary>
    public ManifestData? Data { get; init; }

    /// <summary>Metrics on the rows that were held out, by snake_case name; all finite.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>How raw scores become p-values or probabilities; null for scores of which only the order means something.</summary>
    public ManifestCalibration? Calibration { get; init; }

    /// <summary>Raw scores by the false-positive rate that they gave on benign rows that were held out, ascending in the rate.</summary>
    public IReadOnlyList<ManifestThreshold> Thresholds { get; init; } = [];

    /// <summary>What a sequence is; null for models of single rows.</summary>
    public ManifestSequence? Sequence { get; init; }

    /// <summary>How an ONNX file is fed and read; null for our own model files.</summary>
    public ManifestOnnx? Onnx { get; init; }

    /// <summary>1 to 64 lower-case letters, digits, '.', '_' and '-', the first a letter or digit: a name that can be a folder anywhere.</summary>
    public static bool IsName(string text) => ManifestRules.IsName(text);

    /// <summary>Name@version.</summary>
    public string Id() => $"{Name}@{Version}";

    /// <summary>The columns of a row (of a step) with the definitions that they had in training.</summary>
    public ColumnSet Columns() => new(Features.Columns.Select(c => new Column(c.Name, c.Definition) { Categories = [.. c.Categories ?? []] }));
}

/// <summary>The raw columns that a model reads, before any scaling of its own.</summary>
/// <param name="Schema">Version of the flow feature schema, or 0 for columns of a foreign table.</param>
public sealed record ManifestFeatures(int Schema, IReadOnlyList<ManifestColumn> Columns);

/// <param name="Definition">Hash of the column's definition in the feature schema; null for columns of a foreign table.</param>
/// <param name="Categories">What the values of a column of categories stand for; null for a column of numbers.</param>
/// <param name="Typical">Median over the benign rows of training, which explanations show beside a flow's value; null where unknown.</param>
public sealed record ManifestColumn(string Name, string? Definition = null, IReadOnlyList<string>? Categories = null, double? Typical = null)
{
    public static ManifestColumn Of(Column column) => new(column.Name, column.Definition, column.Categories.IsEmpty ? null : column.Categories);
}

/// <param name="File">A file name in the model's folder.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record ManifestWeights(string File, string Sha256, long Bytes);

/// <param name="Algorithm">Name in the trainer catalogue.</param>
/// <param name="Parameters">Every hyper-parameter by its name.</param>
/// <param name="Scaling">The scaler before the model, or null.</param>
public sealed record ManifestTrainer(string Algorithm, ulong Seed, IReadOnlyDictionary<string, string> Parameters, string? Scaling = null);

/// <param name="Rows">Rows (sequences) that were fitted.</param>
/// <param name="HeldOut">Rows that metrics, calibration and thresholds come from.</param>
/// <param name="Sha256">Over the training table: values, labels, column names.</param>
/// <param name="Labels">Rows by label, both parts together.</param>
/// <param name="Split">How rows were held out, in words.</param>
/// <param name="From">Event time of the first row, where known.</param>
/// <param name="To">Event time of the last row, where known.</param>
public sealed record ManifestData(
    IReadOnlyList<ManifestSource> Sources, long Rows, long HeldOut, string Sha256, IReadOnlyDictionary<string, long> Labels, string Split, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <param name="Name">File name or scenario with its seed; never a path.</param>
/// <param name="Licence">Of the data, or null where nobody said.</param>
public sealed record ManifestSource(string Name, long Rows, string? Licence = null);

/// <param name="FalsePositiveRate">Share of benign rows at or above the score, in (0, 1).</param>
/// <param name="Score">A raw score (an anomaly score, or one minus the probability of the benign class).</param>
public sealed record ManifestThreshold(double FalsePositiveRate, double Score);
