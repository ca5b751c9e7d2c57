namespace NetThreat.Configuration;

/// <summary>Something wrong with the configuration, in one line that names where and what to do.</summary>
/// <param name="Source">The file, environment variable or option.</param>
/// <param name="Path">The key, or null when the source as a whole is meant.</param>
internal sealed record ConfigurationError(string Source, string? Path, string Message)
{
    public override string ToString() => Path is null ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";
}
