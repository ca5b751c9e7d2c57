using NetThreat.Learning.Calibration;
using NetThreat.Learning.Manifests;

namespace NetThreat.Learning.Shipped;

/// <summary>How a shipped model is made: everything that decides its bytes.</summary>
/// <param name="Algorithm">Name in the trainer catalogue.</param>
/// <param name="Columns">Feature columns.</param>
internal sealed record ShippedModel(string Name, string Version, string Summary, string Algorithm, IReadOnlyList<string> Columns)
{
    /// <summary>Hyper-parameters that are not the defaults.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public string Scaling { get; init; } = Training.Preparation.Auto;

    /// <summary>What a sequence is; null for models of single flows.</summary>
    public ManifestSequence? Sequence { get; init; }

    /// <summary>How the probabilities of a classifier of rows are calibrated; null for those that it gives itself.</summary>
    public CalibrationKind? Calibration { get; init; }

    /// <summary>The weights are an ONNX file.</summary>
    public bool Onnx { get; init; }

    /// <summary>Most rows that are kept, drawn evenly.</summary>
    public int MaxRows { get; init; } = 60_000;

    public IReadOnlyList<string> Limits { get; init; } = [];
}
