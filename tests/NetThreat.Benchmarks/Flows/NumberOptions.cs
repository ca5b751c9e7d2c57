using System.Globalization;

namespace NetThreat.Benchmarks.Flows;

/// <summary>Options that all take a whole number.</summary>
internal static class NumberOptions
{
    /// <param name="values">The options with their defaults; overwritten.</param>
    /// <returns>The problem, or null.</returns>
    public static string? Read(string[] args, Dictionary<string, int> values)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!values.ContainsKey(args[i])) return $"unknown option '{args[i]}'";
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n < 1) return $"{args[i]} takes a whole number above 0";
            values[args[i]] = n;
        }

        return null;
    }
}
