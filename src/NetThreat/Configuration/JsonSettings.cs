using System.Text.Json;

namespace NetThreat.Configuration;

/// <summary>Reads a JSON file (comments and trailing commas allowed) into settings, one per leaf.</summary>
internal static class JsonSettings
{
    // Far above any configuration, far below what would hurt.
    private const long MaxFileBytes = 1 << 20;
    private const int MaxDepth = 16;

    public static IReadOnlyList<RawSetting> Read(string file, ICollection<ConfigurationError> errors)
    {
        var settings = new List<RawSetting>();
        if (Load(file, errors) is not { } root) return settings;
        if (root.ValueKind == JsonValueKind.Object) Flatten(root, "", file, settings, errors);
        else errors.Add(new(file, null, "must hold one JSON object with sections, for example {\"Web\": {\"Port\": 8080}}"));
        return settings;
    }

    private static JsonElement? Load(string file, ICollection<ConfigurationError> errors)
    {
        try
        {
            if (Directory.Exists(file)) return Refuse(file, "is a folder: name a JSON file", errors);
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxFileBytes) return Refuse(file, $"is larger than {SizeText.Format(MaxFileBytes)}: this is not a configuration file", errors);
            using var document = JsonDocument.Parse(stream,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            return Refuse(file, $"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", errors);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(file, "no such file", errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(file, $"cannot be read: {e.Message}", errors);
        }
    }

    private static JsonElement? Refuse(string file, string message, ICollection<ConfigurationError> errors)
    {
        errors.Add(new(file, null, message));
        return null;
    }

    // The depth is bounded by the parser's.
    private static void Flatten(JsonElement section, string prefix, string file, List<RawSetting> settings, ICollection<ConfigurationError> errors)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in section.EnumerateObject())
        {
            var path = prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}";
            if (!seen.Add(property.Name)) errors.Add(new(file, path, "is set twice: keep one"));
            else if (property.Value.ValueKind == JsonValueKind.Object) FlattenSection(property.Value, path, file, settings, errors);
            else settings.Add(new(path, file, property.Value, null));
        }
    }

    private static void FlattenSection(JsonElement section, string path, string file, List<RawSetting> settings, ICollection<ConfigurationError> errors)
    {
        // The section itself is a setting too: that is how a section given for a value, or an unknown section, is noticed once.
        settings.Add(new(path, file, section, null));
        Flatten(section, path, file, settings, errors);
    }
}
