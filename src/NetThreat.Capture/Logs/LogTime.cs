using System.Globalization;

namespace NetThreat.Capture.Logs;

/// <summary>Times and intervals of logs: decimal seconds (exactly, without a detour over floating point where the text is plain), or RFC 3339.</summary>
internal static class LogTime
{
    private const long Second = 1_000_000_000;

    /// <summary>Beyond the years 1678 to 2262 nothing fits.</summary>
    private const double MaxSeconds = 9.2e9;

    public static long? Parse(string text)
    {
        if (Plain(text) is { } exact) return exact;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return Math.Abs(seconds) <= MaxSeconds ? (long)Math.Round(seconds * 1e9) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Core.Time.Timestamp.FromDateTimeOffset(time).Nanoseconds : null;
    }

    private static long? Plain(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text : text.AsSpan(0, dot);
        var fraction = dot < 0 ? default : text.AsSpan(dot + 1);
        if (whole.IsEmpty || whole.Length > 10 || whole.IndexOfAnyExceptInRange('0', '9') >= 0 || fraction.IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        long seconds = long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture), nanoseconds = 0;
        if (seconds > MaxSeconds) return null;
        for (int i = 0; i < 9; i++) nanoseconds = nanoseconds * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        // JSON carries more digits than nanoseconds have: the next one rounds.
        if (fraction.Length > 9 && fraction[9] >= '5') nanoseconds++;
        return seconds * Second + nanoseconds;
    }
}
