namespace NetThreat.Capture.Logs;

/// <summary>Files behind names and patterns (* and ? in the last part); compressed and rotated ones are for reading, not for following.</summary>
internal static class LogPaths
{
    public static IEnumerable<string> Expand(IEnumerable<string> patterns) => patterns.SelectMany(Expand).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Expand(string pattern)
    {
        string name = Path.GetFileName(pattern);
        if (name.AsSpan().IndexOfAny('*', '?') < 0) return [pattern];
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } named ? named : ".";
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, name).Where(f => !f.EndsWith(".gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
