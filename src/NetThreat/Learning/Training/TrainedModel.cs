using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Reports;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Training;

/// <summary>A model with everything that its folder holds.</summary>
/// <param name="Files">Beside the manifest, by name.</param>
internal sealed record TrainedModel(ModelManifest Manifest, IReadOnlyDictionary<string, byte[]> Files)
{
    public const string WeightsFile = "model.bin", MetricsFile = "metrics.json";

    /// <summary>The bytes of a model file and what a manifest says of them.</summary>
    public static (byte[] Bytes, ManifestWeights Weights) Weights(IModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        var bytes = stream.ToArray();
        return (bytes, new(WeightsFile, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));
    }

    /// <summary>Writes card, metrics and figures for a manifest that is complete.</summary>
    /// <param name="report">Of the scores; null where nobody knows what the rows are.</param>
    public static TrainedModel Of(ModelManifest manifest, byte[] weights, HeldOutScores scores, EvaluationReport? report, IEnumerable<string> limits)
    {
        var plots = ModelPlots.Of(scores).ToDictionary(p => p.File, p => Encoding.UTF8.GetBytes(p.Plot.Render()), StringComparer.Ordinal);
        var files = new SortedDictionary<string, byte[]>(plots, StringComparer.Ordinal)
        {
            [manifest.Weights.File] = weights,
            [MetricsFile] = report is null ? Json(manifest.Metrics) : [.. report.ToJson(), (byte)'\n'],
            [ModelCard.File] = Encoding.UTF8.GetBytes(ModelCard.Render(manifest, limits, plots.Keys)),
        };
        return new(manifest, files);
    }

    private static byte[] Json(IReadOnlyDictionary<string, double> metrics)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in metrics) json.WriteNumber(name, value);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
