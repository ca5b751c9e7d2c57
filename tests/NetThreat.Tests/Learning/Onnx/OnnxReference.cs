using System.Collections.Immutable;
using System.Text.Json;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>The reference models made by Python tools: files, feeds and what the runtime returned.</summary>
internal static class OnnxReference
{
    private static readonly Lazy<JsonDocument> Parsed = new(() => JsonDocument.Parse(File.ReadAllBytes(Data.Path("learning/onnx/expected.json"))));

    public static JsonElement Root => Parsed.Value.RootElement;

    public static byte[] Bytes(string name) => File.ReadAllBytes(Data.Path("learning/onnx/" + name));

    public static JsonElement Model(string file) => Root.GetProperty("models").EnumerateArray().First(m => m.GetProperty("file").GetString() == file);

    public static ImmutableArray<string> Inputs(JsonElement model) => [.. model.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("name").GetString()!)];

    /// <summary>The manifest section that the reading of the reference stands for.</summary>
    public static ManifestOnnx Binding(JsonElement model)
    {
        var reading = model.GetProperty("reading");
        return new ManifestOnnx
        {
            Inputs = Inputs(model),
            Output = reading.GetProperty("output").GetString()!,
            Reading = reading.GetProperty("rule").GetString() switch
            {
                "value" => OnnxReading.Value,
                "-value" => OnnxReading.Negated,
                "entry" => OnnxReading.Entry,
                _ => OnnxReading.OneMinusEntry,
            },
            Entry = reading.TryGetProperty("entry", out var entry) ? entry.ToString() : null,
        };
    }

    /// <summary>Columns in the order of the model: its inputs' names where each takes one, else those of the reference's table.</summary>
    public static ColumnSet Columns(JsonElement model)
    {
        var inputs = Inputs(model);
        return inputs.Length > 1 ? ColumnSet.Of(inputs) : ColumnSet.Of(Root.GetProperty("features").EnumerateArray().Select(f => f.GetString()!));
    }

    /// <summary>The rows that are fed, with one column per input where the model takes columns.</summary>
    public static Matrix Rows(JsonElement model)
    {
        var feeds = model.GetProperty("feeds").EnumerateObject().Select(f => Flat(f.Value).ToArray()).ToArray();
        if (feeds.Length > 1) return new Matrix([.. Enumerable.Range(0, feeds[0].Length).SelectMany(row => feeds.Select(f => f[row]))], feeds[0].Length, feeds.Length);
        return new Matrix(feeds[0], feeds[0].Length / 12, 12);
    }

    public static IEnumerable<float> Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [(float)value.GetDouble()];

    public static double[] SourceScores(JsonElement model) => [.. model.GetProperty("score_by_the_source_library").EnumerateArray().Select(s => s.GetDouble())];

    /// <summary>The score that the expected output gives by the reading.</summary>
    public static double[] ExpectedScores(JsonElement model)
    {
        var reading = model.GetProperty("reading");
        var output = model.GetProperty("expected").GetProperty(reading.GetProperty("output").GetString()!);
        var rows = output.ValueKind == JsonValueKind.Array ? output.EnumerateArray().ToArray() : [output];
        return [.. rows.Select(row => Score(row, reading))];
    }

    private static double Score(JsonElement row, JsonElement reading)
    {
        var entry = reading.TryGetProperty("entry", out var e) ? e.ToString() : null;
        double value = row.ValueKind switch
        {
            JsonValueKind.Object => row.GetProperty(entry!).GetDouble(),
            JsonValueKind.Array => row[entry is null ? 0 : int.Parse(entry, System.Globalization.CultureInfo.InvariantCulture)].GetDouble(),
            _ => row.GetDouble(),
        };
        return reading.GetProperty("rule").GetString() switch { "-value" => -value, "1 - entry" => 1 - value, _ => value };
    }

    /// <summary>The reference's own tolerance: 1e-5 absolute + 1e-5 relative.</summary>
    public static void Close(double expected, double actual, string what) => Assert.True(Math.Abs(expected - actual) <= 1e-5 + 1e-5 * Math.Abs(expected), $"{what}: {actual} where {expected} is expected");
}
