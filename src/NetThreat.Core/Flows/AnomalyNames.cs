using System.Numerics;
using System.Text.Json;

namespace NetThreat.Core.Flows;

/// <summary>The names by which anomalies are printed.</summary>
public static class AnomalyNames
{
    private static readonly string[] Names =
        [.. Enumerable.Range(0, 64).Select(bit => Enum.GetName((Anomaly)(1UL << bit)) is { } name ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name) : $"bit_{bit}")];

    /// <param name="anomaly">A single one.</param>
    /// <returns>Its name in snake_case; bit_N for one that this version does not know.</returns>
    public static string Of(Anomaly anomaly) => Names[BitOperations.TrailingZeroCount((ulong)anomaly) & 63];

    /// <summary>The names of all in the set, by rising bit.</summary>
    public static IReadOnlyList<string> All(Anomaly anomalies)
    {
        if (anomalies == Anomaly.None) return [];
        var names = new List<string>();
        for (ulong left = (ulong)anomalies; left != 0; left &= left - 1) names.Add(Of((Anomaly)left));
        return names;
    }
}
