using System.Text.Json;

namespace NetThreat.Configuration;

/// <summary>A value as a source gave it: JSON from a file, text from elsewhere.</summary>
/// <param name="Path">As written, segments joined by colons.</param>
/// <param name="Source">Names the source to people: a file, an environment variable, an option.</param>
internal sealed record RawSetting(string Path, string Source, JsonElement? Json, string? Text);
