namespace NetThreat.Tests.Conformance;

/// <summary>Zeek's tab-separated logs as rows by field name; the baselines leave out parts of the header.</summary>
internal static class ZeekLog
{
    public static List<Dictionary<string, string>> Rows(string log)
    {
        string[]? fields = null;
        var rows = new List<Dictionary<string, string>>();
        foreach (string line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t');
            if (line.StartsWith("#fields", StringComparison.Ordinal)) fields = parts[1..];
            else if (line[0] == '#') continue;
            else if (fields is null || parts.Length != fields.Length) fields = parts;
            else rows.Add(fields.Zip(parts).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        }

        return rows;
    }
}
