using System.Globalization;

namespace NetThreat.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1.5h</c>, <c>7d</c>, or <c>hh:mm:ss</c>.</summary>
internal static class DurationText
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan value)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            return TryScale(text.AsSpan(0, text.Length - suffix.Length).Trim(), unit, out value);
        }
        // A bare number would be days to TimeSpan and seconds to most people: it is refused.
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The largest unit that shows the duration as a whole number.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero) return "0s";
        foreach (var (suffix, unit) in Units.OrderByDescending(u => u.Unit))
            if (value.Ticks % unit.Ticks == 0) return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / unit.Ticks}{suffix}");
        return value.ToString("c", CultureInfo.InvariantCulture);
    }

    private static bool TryScale(ReadOnlySpan<char> digits, TimeSpan unit, out TimeSpan value)
    {
        value = default;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)) return false;
        var ticks = count * unit.Ticks;
        if (!(Math.Abs(ticks) < long.MaxValue)) return false;
        value = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }
}
