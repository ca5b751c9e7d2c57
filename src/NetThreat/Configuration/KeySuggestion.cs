namespace NetThreat.Configuration;

/// <summary>The known name nearest to a mistyped one.</summary>
internal static class KeySuggestion
{
    /// <returns>The nearest path, or null when nothing is near.</returns>
    public static string? Nearest(string path, IEnumerable<string> known)
    {
        var candidates = known.Select(k => (Key: k, Distance: Distance(path, k))).OrderBy(c => c.Distance).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        if (candidates.Count == 0) return null;
        if (candidates[0].Distance <= Math.Max(2, path.Length / 4)) return candidates[0].Key;
        // The right name in the wrong section.
        var name = path[(path.LastIndexOf(':') + 1)..];
        return candidates.Select(c => c.Key).FirstOrDefault(k => k[(k.LastIndexOf(':') + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    // Optimal string alignment distance without regard to case; names are cut to a length that bounds the work.
    private static int Distance(string left, string right)
    {
        const int Longest = 128;
        var a = left.Length > Longest ? left[..Longest] : left;
        var b = right.Length > Longest ? right[..Longest] : right;
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var step = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + step);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }

    private static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
}
