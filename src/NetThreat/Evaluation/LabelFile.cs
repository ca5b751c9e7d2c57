using System.Globalization;
using NetThreat.Core.Net;
using NetThreat.Simulation.Labels;

namespace NetThreat.Evaluation;

/// <summary>Reads labels: tab-separated lines under a line of column names, without quoting. All errors are reported at once.</summary>
internal static class LabelFile
{
    /// <summary>A century of seconds: far beyond any capture, and safe in every later sum.</summary>
    private const double MaxSeconds = 100 * 366 * 86400.0;

    public static LabelFileResult Read(string path)
    {
        try
        {
            return Parse(path, File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], [new(path, 0, $"cannot be read: {e.Message}")]);
        }
    }

    public static LabelFileResult Parse(string path, IEnumerable<string> lines)
    {
        List<LabelledActivity> activities = [];
        List<LabelError> errors = [];
        int number = 0;
        foreach (string line in lines)
        {
            if (++number == 1) errors.AddRange(HeaderProblems(line.Split('\t')).Select(p => new LabelError(path, 1, p)));
            if (errors is [{ Line: 1 }, ..]) return new([], errors);
            if (number == 1 || line.Length == 0) continue;
            if (Row(line.Split('\t'), number, out var problem) is { } activity) activities.Add(activity);
            else errors.Add(new(path, number, problem!));
        }

        if (number == 0) errors.Add(new(path, 0, "is empty; the first line holds the column names"));
        return new(errors.Count > 0 ? [] : activities, errors);
    }

    private static IEnumerable<string> HeaderProblems(string[] header)
    {
        foreach (string column in header.Except(LabelRow.Columns)) yield return $"unknown column '{column}'";
        foreach (string column in LabelRow.Columns.Except(header)) yield return $"missing column '{column}'";
        if (header.Length == LabelRow.Columns.Count && !header.Except(LabelRow.Columns).Any() && !header.SequenceEqual(LabelRow.Columns))
            yield return $"the columns must stand in the order {string.Join(", ", LabelRow.Columns)}";
    }

    private static LabelledActivity? Row(string[] f, int line, out string? problem)
    {
        double start = 0, end = 0;
        long packets = 0;
        problem = f.Length != LabelRow.Columns.Count ? $"has {f.Length} fields instead of {LabelRow.Columns.Count}"
            : f[0].Length == 0 ? "file is empty"
            : f[1].Length == 0 ? "activity is empty"
            : !Seconds(f[7], out start) ? $"start_s '{f[7]}' is not a number of seconds"
            : !Seconds(f[8], out end) ? $"end_s '{f[8]}' is not a number of seconds"
            : end < start ? $"end_s {f[8]} is before start_s {f[7]}"
            : !long.TryParse(f[9], NumberStyles.None, CultureInfo.InvariantCulture, out packets) ? $"packets '{f[9]}' is not a whole number"
            : null;
        if (problem is not null) return null;
        LabelRow row = new(f[0], f[1], List(f[2]), f[3], f[4], f[5], f[6], start, end, packets, f[10], f[11], f[12], f[13]);
        var attackers = Parties(f[3], "attacker", ref problem);
        var victims = Parties(f[4], "victim", ref problem);
        if (problem is null && !row.IsBenign && row.Techniques.Count == 0) problem = $"attack_technique is missing for '{f[1]}'";
        if (problem is null && !row.IsBenign && attackers.Count + victims.Count == 0) problem = "neither attacker nor victim is named";
        return problem is null ? new(row, line, attackers, victims) : null;
    }

    private static bool Seconds(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= MaxSeconds;

    private static string[] List(string field) => field == "-" ? [] : field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static HashSet<Address> Parties(string field, string column, ref string? problem)
    {
        HashSet<Address> parties = [];
        if (field.StartsWith("many-", StringComparison.Ordinal)) return parties;
        foreach (string text in List(field))
        {
            if (Address.TryParse(text, out var address)) parties.Add(address);
            else problem ??= $"{column} '{text}' is neither an IP address nor many-… nor -";
        }

        return parties;
    }
}
