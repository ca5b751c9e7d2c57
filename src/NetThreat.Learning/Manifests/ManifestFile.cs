using System.Text.Json;

namespace NetThreat.Learning.Manifests;

/// <summary>Reads and writes <c>manifest.json</c>. A file may come from a stranger: its size, depth, keys and values are checked.</summary>
public static class ManifestFile
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string Name = "manifest.json";

    /// <summary>Room for the columns and calibration of any model of ours.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>UTF-8, indented, the same bytes for the same manifest.</summary>
    /// <exception cref="LearningException">The manifest breaks a rule.</exception>
    public static byte[] Write(ModelManifest manifest)
    {
        ManifestRules.Check(manifest);
        return [.. JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Options), (byte)'\n'];
    }

    /// <exception cref="LearningException">Too large, not JSON, an unknown key, or a value that breaks a rule; one line.</exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes) throw new LearningException($"the manifest has {json.Length} bytes, more than {MaxBytes >> 20} MB");
        ModelManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<ModelManifest>(json, ManifestJson.Options);
        }
        catch (JsonException e)
        {
            throw new LearningException($"the manifest cannot be read{Place(e)}: {Cause(e)}", e);
        }
        if (manifest is null) throw new LearningException("the manifest is empty");
        ManifestRules.Check(manifest);
        return manifest;
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static ModelManifest Read(Stream stream)
    {
        var buffer = new byte[MaxBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Read(buffer.AsSpan(0, length));
    }

    private static string Place(JsonException e) => (e.LineNumber is { } line ? $" at line {line + 1}" : "") + (e.Path is { Length: > 2 and < 200 } path ? $" ({path[2..]})" : "");

    /// <summary>The serializer's message without its own account of the place and of our type names.</summary>
    private static string Cause(JsonException e)
    {
        var text = e.Message.ReplaceLineEndings(" ");
        int path = text.IndexOf(" Path: ", StringComparison.Ordinal), line = text.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        int end = path >= 0 ? path : line >= 0 ? line : text.Length;
        text = text[..end].Replace("NetThreat.Learning.Manifests.", "", StringComparison.Ordinal).TrimEnd(' ', '.');
        return text.Length <= 300 ? text : text[..300];
    }
}
